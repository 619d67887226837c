"""How the commands that start a server are told to confirm addresses and to sign people in."""

import argparse
from pathlib import Path

from plenary.commands.serving import CannotServe, Proofs, text_in
from plenary.proving.mail import BadMailServer, Mail, MailServer
from plenary.proving.provider import BadProvider, Provider


def add_proof_arguments(parser: argparse.ArgumentParser) -> None:
    mail = parser.add_argument_group("confirmed e-mail addresses")
    mail.add_argument(
        "--smtp", metavar="URL", help="the mail server that takes our messages: smtps://user@mail.example.org"
    )
    mail.add_argument(
        "--smtp-password-file", type=Path, metavar="FILE", help="a file that holds its password"
    )
    mail.add_argument("--mail-from", metavar="ADDRESS", help="who our messages come from")
    mail.add_argument(
        "--mail-domain",
        action="append",
        default=[],
        metavar="NAME",
        help="take addresses of this domain only; may be given several times",
    )
    sign_in = parser.add_argument_group("sign-in with an account elsewhere (pip install 'plenary[sign-in]')")
    sign_in.add_argument(
        "--sign-in", metavar="ISSUER", help="an OpenID Connect provider, by its issuer's address"
    )
    sign_in.add_argument("--sign-in-client", metavar="ID", help="as whom this server is registered there")
    sign_in.add_argument(
        "--sign-in-secret-file",
        type=Path,
        metavar="FILE",
        help="a file that holds the client's secret, if it has one",
    )


def proofs_from(args: argparse.Namespace) -> Proofs:
    """What was asked for. Raises CannotServe."""
    mail, sign_in = None, None
    try:
        if args.smtp is not None:
            if args.mail_from is None:
                raise CannotServe("--smtp needs --mail-from, the address that messages come from")
            server = MailServer(args.smtp, args.mail_from, text_in(args.smtp_password_file))
            mail = Mail(server, args.mail_domain)
        if args.sign_in is not None:
            if args.sign_in_client is None:
                raise CannotServe("--sign-in needs --sign-in-client, as whom this server is registered there")
            provider = Provider(args.sign_in, args.sign_in_client, text_in(args.sign_in_secret_file))
            # Loaded when asked for: most servers need none of its libraries.
            from plenary.proving.sign_in import SignIn

            sign_in = SignIn(provider)
    except (BadMailServer, BadProvider) as reason:
        raise CannotServe(str(reason)) from None
    except ImportError:
        raise CannotServe("signing in needs more libraries: pip install 'plenary[sign-in]'") from None
    return Proofs(mail, sign_in)
