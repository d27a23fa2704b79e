"""What one clause says: an option ticked or not, how surely, and what else it may say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.reading.learned import Models, tokens
from assistant.reading.likeness import NEGATION
from assistant.reading.phrases import Found, Word, find_any, find_phrase, opens_with, phrase_words
from assistant.reading.vocabulary import Vocabulary
from corpus.folding import folded
from corpus.questionnaire import Questionnaire
from corpus.types import Bilingual, Language, Option
from corpus.ways import NOTHING
from index.conditions import And, Condition, Not, Or, Responded, Ticked, items_of, opposite, parse_condition
from index.words import plain_words, stems

# Of two meanings of a clause with a "not", the one that was learned with it counts from here on (0 to 1).
_LEARNED_WITH_NOT = 0.7
# An option that says no is denied by a "not" only where its words say no this surely without it (0 to 1).
_SAYS_NO_WITHOUT_NOT = 0.9
# What was learned with the "not" decides from here on (0 to 1) where the item only has a yes and a no, or where the
# words say less than this without it. Chosen on development wordings.
_LEARNED_SURELY, _SAYS_LITTLE = 0.9, 0.6
_YES_AND_NO = 2  # options
# How likely (0 to 1) a meaning is at the least for which the questionnaire names the very words: it is offered then.
ALSO_MEANT = 0.1
# How sure a reading is that does not come from examples: a printed label word for word, "answered no to item 5".
OUTRIGHT = 0.98
# Labels of fewer words are no option's own words.
_OWN_WORDS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option that assessments print and the questionnaire does not know."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition that a clause may say, and how likely (0 to 1) it does."""

    condition: Condition
    likely: float


@dataclass(frozen=True, slots=True)
class ClauseReader:
    """Reads clauses of one language."""

    questionnaire: Questionnaire
    printed: tuple[PrintedOption, ...]
    models: Models
    vocabulary: Vocabulary
    language: Language

    def meanings(self, words: Sequence[Word], items: Sequence[int], negated: bool = False) -> tuple[Meaning, ...]:
        """What the clause may say, the likeliest first; `items` are those named by number, which limits it to them.

        `negated` is True where a "not" before the clause is its own as well.
        """
        if (report := self._denied_report(words)) is not None:
            return tuple(Meaning(opposite(each.condition), each.likely) for each in self.meanings(report, items))
        if outright := self._outright(words, items):
            return (Meaning(opposite(outright), OUTRIGHT) if negated else Meaning(outright, OUTRIGHT),)
        if not any(self.models.tells(word.text) for word in self.models.empty.without(words)):
            return ()
        said = self.tokens(words)
        if negated and NEGATION not in said:
            said = [NEGATION, *said]
        learned = self._learned(said, items)
        if NEGATION not in said:
            return self._with_also(words, learned)
        affirmed = self._learned([word for word in said if word != NEGATION], items)
        return self._with_negation(words, learned, affirmed) if learned and affirmed else ()

    def tokens(self, words: Sequence[Word]) -> list[str]:
        """The clause's words, every word or phrase that says no as one sign."""
        return tokens(words, self.vocabulary, self.language)

    def denies(self, option: Option) -> bool:
        """Whether ticking the option says no: its label begins with a no."""
        return self._first_word(option) in self.vocabulary.no.of(self.language)

    def affirms(self, option: Option) -> bool:
        """Whether ticking the option says yes."""
        return self._first_word(option) in self.vocabulary.yes.of(self.language)

    def _first_word(self, option: Option) -> str:
        return folded(option.label.of(self.language)).replace(",", " ").split()[0]

    def _learned(self, said: Sequence[str], items: Sequence[int]) -> tuple[Meaning, ...]:
        """What the words are like, the likeliest first; only conditions on `items`, if any, which then share it all."""
        likely = self.models.options.of(said)
        found = [Meaning(parse_condition(label), share) for label, share in likely.items() if label != NOTHING]
        if items:
            found = [each for each in found if set(items_of(each.condition)) <= set(items)]
        whole = sum(each.likely for each in found)
        return _sorted(Meaning(each.condition, each.likely / whole) for each in found) if whole > 0 else ()

    def _with_also(self, words: Sequence[Word], learned: Sequence[Meaning]) -> tuple[Meaning, ...]:
        """What was learned, an option that the words may mean as well ("revised") likely enough to be offered."""
        also = {
            Ticked(option.id)
            for item in self.questionnaire.items
            for option in item.options
            if find_any(words, option.also.of(self.language))
        }
        return _sorted(
            Meaning(each.condition, max(each.likely, ALSO_MEANT)) if each.condition in also else each
            for each in learned
        )

    def _with_negation(
        self, words: Sequence[Word], learned: Sequence[Meaning], affirmed: Sequence[Meaning]
    ) -> tuple[Meaning, ...]:
        """What a clause with a "not" says: what was learned with it, or the contrary of what it says without."""
        whole, bare = learned[0], affirmed[0]
        denied = Meaning(opposite(bare.condition), bare.likely)
        no_option = self._no_option(bare.condition)
        said_no = next((each for each in learned if each.condition == no_option), None)
        first, second = denied, said_no
        if said_no:
            # Both say no of one thing: whichever is meant, that much is sure.
            first = replace(denied, likely=max(denied.likely, said_no.likely))
        known = (bare.condition, no_option)
        if (no := self._no_that_is_meant(affirmed)) and no.likely > bare.likely:
            first, second = no, denied
        elif whole.likely >= _LEARNED_SURELY and whole.condition not in known and self._is_plain(words, bare):
            first, second = whole, denied if denied.condition != opposite(whole.condition) else None
        elif bare.likely < _SAYS_LITTLE and self._is_surer(whole, bare):
            first, second = replace(whole, condition=opposite(whole.condition)), said_no
        elif self._denies(bare.condition) and self._is_its_own_no(bare):
            first, second = Meaning(bare.condition, max(bare.likely, whole.likely)), denied
        elif said_no and self._affirms(bare.condition) and self._no_is_reported(words):
            first, second = Meaning(said_no.condition, bare.likely), denied
        elif whole.likely >= _LEARNED_WITH_NOT and self._tells_a_phase(words, whole, bare):
            first, second = whole, denied
        rest = _sorted(Meaning(opposite(each.condition), each.likely) for each in affirmed[1:])
        named = [first, *([second] if second else [])]
        return (*named, *(each for each in rest if each.condition not in [known.condition for known in named]))

    def _is_its_own_no(self, bare: Meaning) -> bool:
        """Whether the "not" belongs to an option that says no ("still without plans") rather than denies it."""
        return self._has_two_options(bare.condition) or bare.likely < _SAYS_NO_WITHOUT_NOT

    def _has_two_options(self, condition: Condition) -> bool:
        return len(self.questionnaire.item(items_of(condition)[0]).options) == _YES_AND_NO

    def _no_that_is_meant(self, affirmed: Sequence[Meaning]) -> Meaning | None:
        """The option that says no which words with a "not" mean: they deny its contrary, or the "not" is its own."""
        likely: dict[Condition, float] = {}
        for each in affirmed:
            option = each.condition if self._denies(each.condition) else opposite(each.condition)
            if self._denies(option):
                likely[option] = likely.get(option, 0.0) + each.likely
        best = max(likely, key=lambda option: likely[option], default=None)
        return Meaning(best, likely[best]) if best is not None and not self._has_two_options(best) else None

    def _is_surer(self, whole: Meaning, bare: Meaning) -> bool:
        """Whether what the words say is clearer with their "not", and that is no option that says no itself."""
        return (
            whole.likely >= _LEARNED_WITH_NOT
            and whole.condition != bare.condition
            and not self._denies(whole.condition)
        )

    def _is_plain(self, words: Sequence[Word], bare: Meaning) -> bool:
        """Whether a "not" can only mean the other option, or little is said without it; "not so far" says less."""
        so_far = find_any(words, self.vocabulary.so_far.of(self.language), most_between=0) is not None
        return self._has_two_options(bare.condition) or (bare.likely < _SAYS_LITTLE and not so_far)

    def _tells_a_phase(self, words: Sequence[Word], whole: Meaning, bare: Meaning) -> bool:
        """Whether what is not so helps to say what is so: "not even begun", "begun without finishing it"."""
        vocabulary, language = self.vocabulary, self.language
        if self.questionnaire.item(items_of(whole.condition)[0]).kind != "single":
            return False
        begun = find_any(words, vocabulary.begun.of(language), most_between=0) is not None
        if self._denies(whole.condition):
            return whole.condition != bare.condition and (begun or whole.condition != self._no_option(bare.condition))
        return begun and find_any(words, vocabulary.finished.of(language), most_between=0) is not None

    def _denies(self, condition: Condition) -> bool:
        """Whether the condition is the tick of an option that says no."""
        option = self.questionnaire.option(condition.option) if isinstance(condition, Ticked) else None
        return option is not None and self.denies(option)

    def _affirms(self, condition: Condition) -> bool:
        """Whether the condition is the tick of an option that says yes."""
        option = self.questionnaire.option(condition.option) if isinstance(condition, Ticked) else None
        return option is not None and self.affirms(option)

    def _no_option(self, condition: Condition) -> Condition | None:
        """The tick that says no to what the condition says yes to: the item's other option, where it has such a one."""
        if not isinstance(condition, Ticked) or self.questionnaire.item(condition.item).kind != "single":
            return None
        options = self.questionnaire.item(condition.item).options
        return next((Ticked(each.id) for each in options if self.denies(each) and each.id != condition.option), None)

    def _no_is_reported(self, words: Sequence[Word]) -> bool:
        """Whether the clause says that they said no ("answered that they have not ..."), or that there is none."""
        reported = find_any(words, self.vocabulary.reported.of(self.language), most_between=0)
        if reported is not None and NEGATION in self.tokens(words[reported.stop :]):
            return True
        return find_any(words, self.vocabulary.none_of.of(self.language), most_between=0) is not None

    def _denied_report(self, words: Sequence[Word]) -> Sequence[Word] | None:
        """What the clause says that they did not say: "have not concluded that ...", "n'ont pas jugé que ..."."""
        reported = find_any(words, self.vocabulary.reported.of(self.language), most_between=0)
        if reported is None or NEGATION not in self.tokens(words[: reported.first]) or reported.stop == len(words):
            return None
        return words[reported.stop :]

    def _outright(self, words: Sequence[Word], items: Sequence[int]) -> Condition | None:
        """What a clause says outright: our own words, a printed option, "yes" or "no" to an item, an answer or none."""
        own = self._in_our_words(words)
        return own or self._printed(words) or self.yes_or_no(words, items) or self._answered(words, items)

    def own_words(self, words: Sequence[Word]) -> tuple[tuple[int, int, Condition], ...]:
        """Where an option's label, or what is said of organizations that ticked it or did not, stands word for word."""
        found: list[tuple[int, int, Condition]] = []
        there = {word.text for word in words}
        for item in self.questionnaire.items:
            for option in item.options:
                positive = (option.label, option.short, option.one, option.many)
                negative = (option.not_one, option.not_many)
                for wordings, condition in ((positive, Ticked(option.id)), (negative, Not(Ticked(option.id)))):
                    for wording in wordings:
                        place = self._word_for_word(words, there, wording)
                        if place is not None:
                            found.append((place.first, place.stop, condition))
        return tuple(found)

    def _word_for_word(self, words: Sequence[Word], there: set[str], wording: Bilingual | None) -> Found | None:
        wanted = () if wording is None else phrase_words(wording.of(self.language))
        # Most wordings are not there: one whole word that is missing passes them over at once.
        if wording is None or len(wanted) < _OWN_WORDS_AT_LEAST or not (wanted[0][1] or wanted[0][0] in there):
            return None
        return find_phrase(words, wording.of(self.language), most_between=0)

    def _in_our_words(self, words: Sequence[Word]) -> Condition | None:
        """The longest wording of our own that stands in the clause, with a "not" before it taken along."""
        found = max(self.own_words(words), key=lambda each: each[1] - each[0], default=None)
        if found is None:
            return None
        first, _, condition = found
        return opposite(condition) if NEGATION in self.tokens(words[:first]) else condition

    def _printed(self, words: Sequence[Word]) -> Condition | None:
        """The option, unknown to the questionnaire, all of whose label's words stand in the clause."""
        said = set(stems([word.text for word in words], self.language).values())
        for option in self.printed:
            label = plain_words(option.label, self.language)
            wanted = set(stems(label, self.language).values())
            if len(wanted) >= _OWN_WORDS_AT_LEAST - 1 and wanted <= said:
                return Not(Ticked(option.id)) if NEGATION in self.tokens(words) else Ticked(option.id)
        return None

    def _answered(self, words: Sequence[Word], items: Sequence[int]) -> Condition | None:
        vocabulary, language = self.vocabulary, self.language
        no_response = find_any(words, vocabulary.unanswered.of(language), most_between=1)
        response = no_response or find_any(words, vocabulary.answered.of(language), most_between=1)
        # "Did not answer that the code was updated" tells of an answer.
        if response is None or opens_with(words[response.stop :], vocabulary.that.of(language)):
            return None
        asked = self._items([*words[: response.first], *words[response.stop :]], items)
        said: list[Condition] = [Not(Responded(item)) if no_response else Responded(item) for item in asked]
        return self._of_all(said, words, denied=no_response is not None)

    def yes_or_no(self, words: Sequence[Word], items: Sequence[int]) -> Condition | None:
        """The options that "answered no" names, of the items by number, else of the one the other words name."""
        said = self._says_yes_or_no(words)
        if said is None:
            return None
        yes, first, stop = said
        denied = NEGATION in self.tokens(words[:first])
        named: list[Condition] = []
        for item in self._items([*words[:first], *words[stop:]], items):
            options = self.questionnaire.item(item).options
            option = next((each for each in options if (self.affirms(each) if yes else self.denies(each))), None)
            if option is not None:
                named.append(Not(Ticked(option.id)) if denied else Ticked(option.id))
        return self._of_all(named, words, denied)

    def _items(self, words: Sequence[Word], items: Sequence[int]) -> tuple[int, ...]:
        """The items named by number, else the one the words are about; () where that is not clear."""
        about = self.models.topics.item_of([word.text for word in words])
        return tuple(items) or (() if about is None else (about,))

    def _of_all(self, conditions: Sequence[Condition], words: Sequence[Word], denied: bool) -> Condition | None:
        """Conditions on several items as one: of items joined by "or" one does, unless they share a "not"."""
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        one_does = not denied and find_any(words, self.vocabulary.either.of(self.language), most_between=0) is not None
        return Or(tuple(conditions)) if one_does else And(tuple(conditions))

    def _says_yes_or_no(self, words: Sequence[Word]) -> tuple[bool, int, int] | None:
        """Whether the clause tells of a yes (or a no) that was answered, or closes with one, and where."""
        for yes, phrases in ((True, self.vocabulary.said_yes), (False, self.vocabulary.said_no)):
            if found := find_any(words, phrases.of(self.language), most_between=0):
                return yes, found.first, found.stop
        for yes, answers in ((True, self.vocabulary.yes), (False, self.vocabulary.no)):
            if len(words) > 1 and words[-1].text in answers.of(self.language):
                return yes, len(words) - 1, len(words)
        return None


def _sorted(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    return tuple(sorted(meanings, key=lambda each: (-each.likely, str(each.condition))))
