"""A form whose every word tries to be more than text."""

from __future__ import annotations

import re

from forms import form

from corpus.questionnaire import Questionnaire

# What turns the direction of writing, or steers a terminal.
HARMFUL = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")

HOSTILE = (
    "<script>document.title='owned'</script> <img src=http://outside.example/a.png onerror=\"document.title='owned'\"> "
    "![i](http://outside.example/b.png) [x](javascript:document.title='owned') <javascript:document.title='owned'> "
    "<style>*{background:url(http://outside.example/c)}</style> </p></li></td></table></div> `code` ~~gone~~ $$x^2$$ "
    '" onmouseover="document.title=1 &lt;b&gt; {{ 7 * 7 }} ${7} | a | b | '
    "\x1b[31mred\x1b]0;owned\x07 \u202enoitatic\u2066 [1] "
    ";=1+1 ;@SUM(A1) \u200b\u200d\ufeff."
)
LONG_WORD = "w" * 3_000
NAME = "=Department of <img src=x onerror=alert Fish \u202e![i](javascript:1)\u2066"
FILE_NAME = "<img src=x onerror=document.title=1>&.txt"


def hostile_form(questionnaire: Questionnaire) -> str:
    """The form: name, ticks of options known and unknown, target dates, contradictions and free texts."""
    return form(
        questionnaire,
        NAME,
        {
            1: f"- No\n- {HOSTILE}\n\n{HOSTILE}",
            4: f"\n\nThe review ends by March 31, 2025 \u202e{HOSTILE}",
            5: "- =1+1|cmd' /C calc'!A0\n- Yes, my organization updated its code of conduct.\n"
            f"- No, my organization’s code of conduct does not require any updates.\n\n@SUM(A1) {HOSTILE}\n{LONG_WORD}",
            8: f"\n\n- =2+2 {HOSTILE}\n- -3+3 {HOSTILE}",
            12: "- Yes\n- No",
            13: f'\n\n=HYPERLINK("http://outside.example") {HOSTILE}\n\n{HOSTILE}',
        },
    )
