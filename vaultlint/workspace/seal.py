"""Bytes that are kept: with a digest in front, so that damage is seen, and packed where they are not printed."""

from __future__ import annotations

import hashlib
import json
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


def sealed(place: bytes, data: bytes) -> bytes:
    """The bytes with a digest of them and of the place where they are kept."""
    return _digest(place, data) + data


def opened(place: bytes, data: bytes) -> bytes:
    """The bytes that were sealed; DamagedError where they are others, or were kept elsewhere."""
    body = data[_SIZE:]
    if _digest(place, body) != data[:_SIZE]:
        raise DamagedError
    return body


def _digest(place: bytes, data: bytes) -> bytes:
    digest = hashlib.blake2b(data, digest_size=_SIZE)
    digest.update(place)
    return digest.digest()


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


def all_json(rows: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
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
    """The values that were packed, tuples as lists; DamagedError where none were."""
    try:
        return of_json(zlib.decompress(data))
    except (zlib.error, ValueError, RecursionError) as error:
        raise DamagedError(str(error)) from error
