"""Bytes that are kept: with a digest in front, so that damage is seen, and packed where they are not printed."""

from __future__ import annotations

import hashlib
import json
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_SIZE = 8
_LEVEL = 1
_AT_ONCE = 200


class DamagedError(Exception):
    """What was kept cannot be read: nothing of it is believed, and it is made anew."""


def content_key(*parts: bytes) -> bytes:
    """Sixteen bytes that differ for different parts."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def number_of(text: str) -> int:
    """A number of 63 bits that stands for a text."""
    data = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big") >> 1


def sealed(data: bytes) -> bytes:
    """The bytes with their digest."""
    return hashlib.blake2b(data, digest_size=_SIZE).digest() + data


def opened(data: bytes) -> bytes:
    """The bytes that were sealed; DamagedError where they are others."""
    body = data[_SIZE:]
    if hashlib.blake2b(body, digest_size=_SIZE).digest() != data[:_SIZE]:
        raise DamagedError
    return body


def to_json(value: Any) -> bytes:
    """Plain values as JSON; a lone surrogate is kept."""
    return "".join(_pieces(value, 0)).encode(errors="surrogatepass")


def of_json(data: bytes | None) -> Any:
    """The values that `to_json` wrote, tuples as lists; an empty list for nothing."""
    return json.loads(data.decode(errors="surrogatepass")) if data else []


def each_json(rows: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Any]]:
    """The values of all paths; many are read at a time, which is quicker."""
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        values = of_json(b"[" + b",".join([data or b"[]" for _, data in some]) + b"]")
        yield from zip([path for path, _ in some], values, strict=True)


def all_json(rows: Iterable[tuple[str, bytes]]) -> Mapping[str, Any]:
    """The values of all paths."""
    return dict(each_json(rows))


def _encoder() -> Callable[[Any, int], Iterable[str]]:
    """What `json.JSONEncoder` makes anew for each value, which takes longer than to encode a small one."""
    encoder = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return lambda value, _: encoder.iterencode(value)
    made: Callable[[Any, int], Iterable[str]] = make(
        None, encoder.default, json.encoder.encode_basestring, None, ":", ",", False, False, True
    )
    return made


_pieces = _encoder()


def packed(value: Any) -> bytes:
    """Plain values as few bytes; a lone surrogate is kept."""
    return zlib.compress(to_json(value), _LEVEL)


def unpacked(data: bytes) -> Any:
    """The values that were packed, tuples as lists."""
    return of_json(zlib.decompress(data))
