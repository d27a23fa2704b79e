"""Keys by which people and programs sign in: made once, told once, kept as hashes with what each may do."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from assistant.errors import BadKeys
from corpus.durable import write_durably

Scope = Literal["ask", "feedback", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_PREFIX = "candour_"
_RANDOM_BYTES = 32
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: whose it is, the SHA-256 of it, what it may do, and the day it was made (ISO 8601, UTC).

    A plain hash is enough: a key has 256 random bits, which nobody guesses.
    """

    name: str
    sha256: str
    scopes: tuple[Scope, ...]
    created: str


_keys_json = TypeAdapter(tuple[Key, ...])


class KeyStore:
    """The keys in one file that only its owner can read. What changes there is seen at the next look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[tuple[int, int], tuple[Key, ...]] | None = None

    def create(self, name: str, scopes: Sequence[Scope]) -> str:
        """The new key of `name`, which cannot be told again; BadKeys for what is no name, or has a key already."""
        _check_name(name)
        keys = self.all()
        if any(each.name == name for each in keys):
            raise BadKeys(f"There is a key called '{name}' already. Choose another name, or `candour key revoke` it.")
        key = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        created = datetime.now(UTC).date().isoformat()
        self._write((*keys, Key(name, _hash(key), tuple(dict.fromkeys(scopes)), created)))
        return key

    def revoke(self, name: str) -> None:
        """Nothing; the key of that name no longer counts. BadKeys where there is none."""
        keys = self.all()
        left = tuple(each for each in keys if each.name != name)
        if left == keys:
            names = ", ".join(each.name for each in keys) or "none"
            raise BadKeys(f"There is no key called '{name}'. Keys: {names}.")
        self._write(left)

    def all(self) -> tuple[Key, ...]:
        """All keys, oldest first; BadKeys where their file cannot be read."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise BadKeys(f"{self.path} cannot be read: {error.strerror}. Check its owner and permissions.") from error
        version = (stat.st_mtime_ns, stat.st_ino)
        if self._seen is None or self._seen[0] != version:
            self._seen = version, self._read()
        return self._seen[1]

    def find(self, key: str) -> Key | None:
        """Whose key that is, None for one that is not kept here."""
        hashed = _hash(key)
        # Every one is compared, each in the same time, so that time tells nothing of them.
        found = [each for each in self.all() if hmac.compare_digest(each.sha256, hashed)]
        return found[0] if found else None

    def _read(self) -> tuple[Key, ...]:
        try:
            return _keys_json.validate_json(self.path.read_bytes())
        except OSError as error:
            raise BadKeys(f"{self.path} cannot be read: {error.strerror}. Check owner and permissions.") from error
        except ValidationError as error:
            raise BadKeys(f"{self.path} is no file of keys. Restore it, or delete it and make new keys.") from error

    def _write(self, keys: tuple[Key, ...]) -> None:
        data = json.dumps(_keys_json.dump_python(keys, mode="json"), indent=1, ensure_ascii=False).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(self.path, data)  # by way of a temporary file, which only its owner can read
        except OSError as error:
            raise BadKeys(
                f"{self.path} cannot be written: {error.strerror}. Check the folder's permissions."
            ) from error


def _check_name(name: str) -> None:
    """Nothing where a name can stand on a line, in the log of acts and on pages; BadKeys says why it cannot."""
    if not name.strip():
        raise BadKeys("A key needs a name that says whose it is: `candour key create intranet-bot`.")
    if not name.isprintable() or name != name.strip():
        raise BadKeys(
            "A key's name is of characters that are seen, on one line, without spaces around it. Give it another name."
        )
    if len(name) > _LONGEST_NAME:
        raise BadKeys(f"A key's name has at most {_LONGEST_NAME} characters; this one has {len(name)}.")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
