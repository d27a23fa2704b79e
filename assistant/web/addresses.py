"""Where the pages live, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from assistant.types import Citation
from corpus.types import Language

ORGANIZATIONS = {"en": "organizations", "fr": "organismes"}
ITEMS = {"en": "items", "fr": "elements"}
TIMELINE = {"en": "timeline", "fr": "echeancier"}
REMARKS = {"en": "remarks", "fr": "remarques"}
EMBED = {"en": "embed", "fr": "integrer"}
ABOUT = {"en": "about", "fr": "a-propos"}


@lru_cache(maxsize=16_384)
def _quoted(part: str) -> str:
    return quote(part, safe="")


def chat(language: Language) -> str:
    """The chat's address."""
    return f"/{language}/"


def chat_ask(language: Language) -> str:
    """Where the chat's page asks."""
    return f"/{language}/chat/ask"


def feedback(language: Language) -> str:
    """The address that takes feedback on answers in `language`."""
    return f"/{language}/feedback"


def organizations(language: Language) -> str:
    """The address of the list of organizations."""
    return f"/{language}/{ORGANIZATIONS[language]}"


def organization(
    language: Language, organization_id: str, *, span: tuple[int, int] | None = None, document: str | None = None
) -> str:
    """The address of one organization's page, with a span (code points) of a document highlighted."""
    # An answer may have hundreds of these: no more than what differs is put together each time.
    address = f"{organizations(language)}/{_quoted(organization_id)}"
    values = [f"from={span[0]}&to={span[1]}"] if span else []
    if document:
        values.append(f"document={_quoted(document)}")
    if values:
        address += f"?{'&'.join(values)}"
    return address + ("#cited" if span else "")


def items(language: Language) -> str:
    """The address of the pages of items."""
    return f"/{language}/{ITEMS[language]}"


def item(language: Language, number: int) -> str:
    """The address of the page of one item across all organizations."""
    return f"{items(language)}/{number}"


def timeline(language: Language) -> str:
    """The address of the target dates."""
    return f"/{language}/{TIMELINE[language]}"


def remarks(language: Language) -> str:
    """The address of what does not fit together."""
    return f"/{language}/{REMARKS[language]}"


def about(language: Language) -> str:
    """The address of what Candour is."""
    return f"/{language}/{ABOUT[language]}"


def widget(language: Language) -> str:
    """The address of the page in the widget's frame."""
    return f"/{language}/widget"


def widget_ask(language: Language) -> str:
    """Where the widget's page asks."""
    return f"/{language}/widget/ask"


def embed(language: Language) -> str:
    """The address of the page that shows the widget and makes the line of HTML for it."""
    return f"/{language}/{EMBED[language]}"


def sign_in(language: Language) -> str:
    """The address of the page to sign in on."""
    return f"/{language}/sign-in"


def sign_out(language: Language) -> str:
    """Where a visitor signs out."""
    return f"/{language}/sign-out"


def admin(language: Language, **values: str) -> str:
    """The address of the page of administration; `values` are what it is to tell of."""
    return f"/{language}/admin" + (f"?{urlencode(values)}" if values else "")


def admin_remove(language: Language, organization_id: str = "", of: Language | None = None) -> str:
    """Where an administrator is asked whether an assessment is to be removed, and says so."""
    query = urlencode({"organization": organization_id, "of": of}) if of else ""
    return f"/{language}/admin/remove" + (f"?{query}" if query else "")


def feedback_export(language: Language, form: str) -> str:
    """The address of all feedback as a file."""
    return f"/api/v1/feedback/export?{urlencode({'format': form, 'language': language})}"


def api(language: Language) -> str:
    """The address of the API's documentation."""
    return f"/{language}/api"


def export(language: Language) -> str:
    """Where a question is sent to get its answer as a file."""
    return f"/{language}/export"


def matching(language: Language, where: str, only: Sequence[str] = ()) -> str:
    """The address of the matrix, told apart by a condition and limited to organizations by id (all for none)."""
    values = [*((("where", where),) if where else ()), *(("organization", each) for each in only)]
    return f"{organizations(language)}?{urlencode(values)}" if values else organizations(language)


def of_citation(citation: Citation, language: Language) -> str:
    """The address at which a citation's words are highlighted."""
    return organization(
        language, citation.organization_id, span=(citation.start, citation.end), document=citation.document
    )


def web_address(address: str | None) -> str | None:
    """`address` if it is one a browser may be sent to (http or https), else None."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def other(language: Language) -> Language:
    """The other official language."""
    return "fr" if language == "en" else "en"
