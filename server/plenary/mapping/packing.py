"""Values of the analysis as bytes and back: what one process posts and another goes on from."""

from typing import Any, Final, TypeVar

import msgspec

from plenary_analysis.arrays import array_of

Value = TypeVar("Value")


def packed(value: object) -> bytes:
    """The value, a dataclass of the analysis with its arrays, as msgpack."""
    return _ENCODER.encode(value)


def unpacked(data: bytes, kind: type[Value]) -> Value:
    """The value of that kind. Raises msgspec.MsgspecError for bytes of another form, as of another version."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=_array)


def _parts(array: Any) -> tuple[str, tuple[int, ...], bytes]:
    """An array as its type, its shape and its bytes. Raises NotImplementedError for what is none."""
    if not hasattr(array, "tobytes"):
        raise NotImplementedError(type(array))
    return array.dtype.str, array.shape, array.tobytes()


def _array(kind: Any, parts: Any) -> Any:
    """The array of these parts; it refuses to be written to, like all that a map holds."""
    return array_of(*parts)


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_parts)
