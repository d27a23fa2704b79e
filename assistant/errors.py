"""The assistant's part of the error tree (its root is corpus.errors.CandourError)."""

from __future__ import annotations

from corpus.errors import CandourError


class BadSettings(CandourError):
    """A setting whose value cannot be used; the message names the setting, the value and what is allowed."""

    code = "bad_settings"


class CannotServe(CandourError):
    """The web server cannot start: port in use, or an address that is not allowed yet."""

    code = "cannot_serve"


class UnknownDocument(CandourError):
    """No document of that id (or start of an id) is in the index."""

    code = "unknown_document"


class NotAnswered(CandourError):
    """A streamed answer ended in an error: `code` and message are that error's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class FeedbackUnusable(CandourError):
    """The file of feedback cannot be read or written."""

    code = "feedback_unusable"


class BadKeys(CandourError):
    """The file of keys cannot be used, or has no key of that name, or has one already."""

    code = "bad_keys"


class ServerUnreachable(CandourError):
    """No Candour answers at the address of another server."""

    code = "server_unreachable"


class ServerRefused(CandourError):
    """Another server did not answer the question; the message has its reason."""

    code = "server_refused"


class BadQuery(CandourError):
    """A query names an option, item or organization that there is not."""

    code = "bad_query"


class ModelUnusable(CandourError):
    """The language model of the settings cannot be used; the message has why."""

    code = "model_unusable"


class AuditUnusable(CandourError):
    """The file in which acts of administration are written down cannot be written or read."""

    code = "audit_unusable"


class AdministrationFailed(CandourError):
    """The process that was to change the index ended without saying what it did."""

    code = "administration_failed"
