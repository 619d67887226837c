"""How a server logs: to stderr, a JSON object a line."""

import logging
import sys

import orjson


class LogLine(logging.Formatter):
    """One JSON object a line, with the fields that a record may bring: never a text, a key or an address."""

    FIELDS = ("event", "closing", "code")

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name in self.FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


def log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogLine())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # Its notices name addresses, and there is one for every phone.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
