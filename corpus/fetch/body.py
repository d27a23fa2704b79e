"""The bytes of a reply, unpacked piece by piece, so that neither a large page nor a small bomb fills the memory."""

from __future__ import annotations

import zlib

from corpus.fetch.errors import NotFetched

PLAIN, GZIP = "identity", "gzip"
_GZIP_NAMES = (GZIP, "x-gzip")
_GZIP_MARK = b"\x1f\x8b"
_AS_GZIP = 16 + zlib.MAX_WBITS

_ENDS = {".html": b"</html", ".pdf": b"%%EOF", ".docx": b"PK\x05\x06"}
_END_BYTES = 66_000  # a zip file's closing record may be followed by a comment of 65,535 bytes


class Body:
    """Takes the pieces of a body as they come; `encoding` is what the reply says they are packed with."""

    def __init__(self, encoding: str, limit_bytes: int) -> None:
        name = encoding.strip().lower() or PLAIN
        if name not in (PLAIN, *_GZIP_NAMES):
            raise NotFetched(
                "unreadable",
                f"The page came packed as {name!r}, although only gzip was asked for. Save it from a browser and "
                "ingest the file.",
            )
        self._limit = limit_bytes
        self._pieces: list[bytes] = []
        self._size = 0
        self._gzip = zlib.decompressobj(_AS_GZIP) if name in _GZIP_NAMES else None

    def add(self, piece: bytes) -> None:
        """Takes the next piece as it came; NotFetched beyond the limit, or where it cannot be unpacked."""
        if self._gzip is None:
            self._keep(piece)
            return
        try:
            while piece:
                if self._gzip.eof:
                    if not piece.startswith(_GZIP_MARK):
                        return  # filling behind the end
                    self._gzip = zlib.decompressobj(_AS_GZIP)
                self._keep(self._gzip.decompress(piece, self._limit + 1))
                piece = self._gzip.unconsumed_tail or self._gzip.unused_data
        except zlib.error as error:
            raise NotFetched(
                "cut_off", f"The page came damaged ({error}). Run the command again; it fetches what is missing."
            ) from error

    def whole(self) -> bytes:
        """All that was added; NotFetched where the packing says that something is missing."""
        if self._gzip is not None and not self._gzip.eof:
            raise cut_off()
        return b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise too_large(self._limit)
        self._pieces.append(piece)


def is_complete(data: bytes, suffix: str) -> bool:
    """Whether a file of that ending closes as such files do. Only for replies that do not say how long they are."""
    end = _ENDS.get(suffix)
    return end is None or end.lower() in data[-_END_BYTES:].lower()


def cut_off() -> NotFetched:
    """The error for a page of which the end is missing."""
    return NotFetched(
        "cut_off", "The connection ended in the middle of the page. Run the command again; it fetches what is missing."
    )


def too_large(limit_bytes: int) -> NotFetched:
    """The error for a page beyond the limit."""
    return NotFetched(
        "too_large",
        f"There are more than {limit_bytes / 1e6:g} MB at this address, which no filled form has. Look whether the "
        "address is right; if it is, save the form from a browser and ingest the file.",
    )
