"""What is written from the definitions is fresh, and both encodings carry every message."""

import msgpack
import msgspec
import orjson
import pytest

from plenary.wire import samples
from plenary.wire.__main__ import CHECKOUT, generated
from plenary.wire.codec import FRAME_LIMIT_BYTES, BadMessage, Encoding, read, write
from plenary.wire.from_client import FromClient
from plenary.wire.from_server import FromServer

GENERATED = generated()


@pytest.mark.parametrize("path", GENERATED, ids=str)
def test_a_generated_file_is_as_the_definitions_write_it(path):
    assert (CHECKOUT / path).read_bytes() == GENERATED[path], "run: python -m plenary.wire"


def test_there_is_a_sample_of_every_kind():
    assert [type(sample) for sample in samples.FROM_CLIENT] == list(FromClient.__args__)
    assert [type(sample) for sample in samples.FROM_SERVER] == list(FromServer.__args__)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("sample", samples.FROM_CLIENT, ids=lambda one: type(one).__name__)
def test_what_a_client_writes_is_read_as_it_was_meant(sample, encoding):
    assert read(write(sample, encoding), encoding) == sample


@pytest.mark.parametrize("sample", samples.FROM_SERVER, ids=lambda one: type(one).__name__)
def test_both_encodings_say_the_same(sample):
    plain = orjson.loads(write(sample, Encoding.JSON))
    packed = msgpack.unpackb(write(sample, Encoding.MSGPACK))
    kind = type(sample)

    assert msgspec.convert(plain, kind) == msgspec.convert(packed, kind) == sample


@pytest.mark.parametrize("encoding", Encoding)
def test_unknown_fields_are_passed_over(encoding):
    newer = {"kind": "ping", "mood": {"of": ["a", "later", "version"]}}
    frame = orjson.dumps(newer) if encoding is Encoding.JSON else msgpack.packb(newer)

    assert type(read(frame, encoding)).__name__ == "Ping"


def test_a_frame_at_the_limit_is_read_and_one_byte_more_is_not():
    padding = FRAME_LIMIT_BYTES - len(b'{"kind":"ping","x":""}')
    at_limit = b'{"kind":"ping","x":"' + b"x" * padding + b'"}'
    assert len(at_limit) == FRAME_LIMIT_BYTES

    assert type(read(at_limit, Encoding.JSON)).__name__ == "Ping"
    with pytest.raises(BadMessage):
        read(at_limit.replace(b'"}', b'x"}'), Encoding.JSON)


def test_a_bad_message_tells_nothing_of_what_it_held():
    with pytest.raises(BadMessage) as bad:
        read(b'{"kind":"vote","op":1,"statement":"canary","choice":"canary"}', Encoding.JSON)

    assert "canary" not in str(bad.value)
