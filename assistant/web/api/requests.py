"""What the API is asked: the bodies of its requests."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.types import QUESTION_LIMIT
from corpus.types import Language

MOST_EARLIER = 20
_EarlierQuestion = Annotated[str, Field(max_length=QUESTION_LIMIT)]
_EXAMPLE = "Which organizations updated their code of conduct?"


class AskRequest(BaseModel):
    """A question, and the visitor's earlier ones, oldest first: it may go on with them."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"question": _EXAMPLE},
                {"question": "And which did not?", "history": [_EXAMPLE], "language": "en"},
            ]
        },
    )

    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    history: tuple[_EarlierQuestion, ...] = Field((), max_length=MOST_EARLIER)
    language: Language | None = Field(None, description="For questions whose own words do not tell theirs.")
    organizations: tuple[Annotated[str, Field(max_length=300)], ...] = Field(
        (),
        max_length=200,
        description="Only about these, by id, name, acronym or group, where the question names none; "
        "one that has no assessment here is refused.",
    )
    quotations_only: bool = Field(False, description="Ask no language model, even where one is configured.")


class QueryRequest(BaseModel):
    """A query of the answer table, written by hand: a condition, a rank, or two items crossed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"where": "q5.updated and not q12.yes"}, {"rank": 6}, {"cross": [3, 5]}]},
    )

    where: str | None = Field(None, max_length=QUESTION_LIMIT, description='A condition: "q5.updated and not q12.yes".')
    rank: int | None = Field(None, description="The options of this item, by how many organizations ticked them.")
    cross: tuple[int, int] | None = Field(None, description="The options of two items against each other.")
    organizations: tuple[Annotated[str, Field(max_length=300)], ...] = Field(
        (), max_length=200, description="Only these, by id, name, acronym or group; all where none is named."
    )
    language: Language = Field("en", description="Whose language versions count first, and the answer's language.")
