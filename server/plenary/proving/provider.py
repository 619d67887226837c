"""Which sign-in provider there is, and how signing in can fail: what is known without the libraries of `sign_in`."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from plenary.proving.mail import LOOPBACK


class SignInFailed(Exception):
    """The provider could not be asked, or what came back from it is not what it should be."""


class BadProvider(ValueError):
    """What was configured is no sign-in provider that may be asked."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who people sign in with, and who we are there. issuer: its address, as it says itself. Raises BadProvider."""

    issuer: str
    client: str
    secret: str | None = None

    def __post_init__(self) -> None:
        if not may_be_asked(self.issuer):
            raise BadProvider("a sign-in provider has an address like https://accounts.example.org")
        if "?" in self.issuer or "#" in self.issuer:
            raise BadProvider("the issuer is an address without ? or #")


def may_be_asked(address: str) -> bool:
    """Whether it is a web address, by TLS but for this machine itself."""
    try:
        parts = urlsplit(address)
        is_one = parts.hostname and parts.port != 0
    except ValueError:  # of a port that is no number, or an address in brackets that is none
        return False
    return bool(is_one) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
