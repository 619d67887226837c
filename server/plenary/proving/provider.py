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
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
            raise BadProvider("a sign-in provider has an address like https://accounts.example.org")
        if not parts.hostname or parts.query or parts.fragment:
            raise BadProvider("the issuer is an address without ? or #")
