from __future__ import annotations

import sys

import pytest

from assistant.model.chat_model import ChatModelUnavailable, is_on_this_machine, open_chat_model


@pytest.mark.parametrize("name", ["gpt-4.1-mini", "minilm", "candour"])
def test_a_name_without_a_provider_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(ChatModelUnavailable, match=r"openai:gpt-4\.1-mini"):
        open_chat_model(name)


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"langchain_{provider}", None)
    with pytest.raises(ChatModelUnavailable, match=f"make setup EXTRAS={provider}"):
        open_chat_model(f"{provider}:some-model")


def test_a_missing_package_without_an_extra_is_to_be_installed_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_mistralai", None)
    with pytest.raises(ChatModelUnavailable, match="pip"):
        open_chat_model("mistralai:small")


def test_a_missing_key_is_said_and_no_key_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelUnavailable, match="key in the environment"):
        open_chat_model("openai:gpt-4.1-mini")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(open_chat_model("openai:gpt-4.1-mini"))


def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert open_chat_model("openai:anything", "http://127.0.0.1:8000/v1")


def test_what_stays_on_this_machine_is_told_by_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert is_on_this_machine("ollama:llama", None)
    assert is_on_this_machine("openai:x", "http://localhost:8000/v1")
    assert is_on_this_machine("openai:x", "http://[::1]:8000/v1")
    assert not is_on_this_machine("openai:gpt", None)
    assert not is_on_this_machine("openai:x", "http://models.example.org/v1")
    assert not is_on_this_machine("openai:x", "http://localhost.example.org/v1")
    monkeypatch.setenv("OLLAMA_HOST", "10.0.0.5:11434")
    assert not is_on_this_machine("ollama:llama", None)
