"""What the OpenAPI document tells programs: problems, examples, how a key is sent; and that it is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from assistant.web.api import problems
from assistant.web.api.app import create_api
from assistant.web.api.describing import CODES, examples, name_of
from assistant.web.feedback import SentFeedback

WEB = Path(problems.__file__).parents[1]


@pytest.fixture
def api(assistant):
    return create_api(assistant, feedback=object(), administration=object())


@pytest.fixture
def operations(api):
    return {name_of(each): each for methods in api.openapi()["paths"].values() for each in methods.values()}


def test_every_problem_stands_under_its_media_type_with_examples_by_code(operations):
    for name, operation in operations.items():
        for status, response in operation["responses"].items():
            if int(status) < 400:
                continue
            assert list(response["content"]) == ["application/problem+json"], (name, status)
            told = response["content"]["application/problem+json"]
            assert told["schema"] == {"$ref": "#/components/schemas/Problem"}
            for code, example in told["examples"].items():
                problem = problems.Problem.model_validate(example["value"])
                assert (problem.code, problem.status) == (code, CODES[code])
                assert str(problem.status) == status


def test_what_the_gate_and_the_limits_answer_is_documented(operations):
    assert {"400", "401", "403", "413", "422", "429", "500", "503"} <= set(operations["ask"]["responses"])
    assert {"400", "401", "403", "413", "422", "429", "500", "503"} <= set(operations["query"]["responses"])
    assert all({"401", "403"} <= set(each["responses"]) for each in operations.values())
    assert {"409", "413", "422"} <= set(operations["add"]["responses"])


def test_every_code_that_the_server_gives_is_listed():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.py"))
    given = re.findall(r'\b(?:problem|in_form|_plainly)\((?:scope, )?(\d{3}), "(\w+)"', sources)
    assert len(given) > 8
    assert {code: CODES.get(code) for _, code in given} == {code: int(status) for status, code in given}
    assert {code: CODES.get(code) for code in problems._STATUS} == dict(problems._STATUS)


def test_every_example_is_of_the_type_that_is_given(api, operations):
    routes = {route.name: route for route in api.routes if isinstance(route, APIRoute)}
    assert set(examples()) <= set(operations)
    for name, example in examples().items():
        given = TypeAdapter(routes[name].response_model).validate_json(json.dumps(example))
        assert given
        assert operations[name]["responses"]["200"]["content"]["application/json"]["example"] == example
    told = {
        name
        for name, each in operations.items()
        if "application/json" in each["responses"].get("200", {}).get("content", {})
    }
    assert told - set(examples()) == {"feedback_export"}  # which is a file


def test_examples_of_feedback_can_be_sent(api):
    found = api.openapi()["components"]["schemas"]["SentFeedback"]["examples"]
    assert [SentFeedback.model_validate(each).verdict for each in found] == ["helpful", "not_helpful"]


def test_a_key_may_be_sent(api):
    described = api.openapi()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert {"key": []} in described["security"]


def test_every_reference_leads_somewhere(api):
    described = api.openapi()
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert wanted <= set(described["components"]["schemas"])
