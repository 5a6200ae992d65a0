"""Typed settings: read once from the environment, refused loudly when wrong.

Every setting is a field here, with its unit in its name and its variable in ``metadata``; docs/reference/settings.md is
made from them (``make docs``).
"""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any


class BadSetting(ValueError):
    """A variable of the environment that cannot be read; the message says which one and what it should be."""


def _setting(variable: str, default: Any, says: str, read: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"variable": variable, "says": says, "read": read})


def _switch(text: str) -> bool:
    known = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    return known[text.strip().lower()]


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise ValueError
    return port


def _percent(text: str) -> Decimal:
    percent = Decimal(text)
    if not 0 <= percent < 100:
        raise ValueError
    return percent


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count


def _count_or_none(text: str) -> int:
    return 0 if text.strip() == "0" else _count(text)


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        raise ValueError
    return text.upper()


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Settings:
    """Every knob of the program."""

    database_url: str = _setting(
        "DATABASE_URL", "", "PostgreSQL 15 or newer to use; empty starts the embedded PostgreSQL 18"
    )
    data_dir: Path = _setting(
        "KARUM_DATA", Path(".karum"), "Folder for the embedded database, uploads and the secret key", Path
    )
    host: str = _setting("HOST", "127.0.0.1", "Address that the web server listens on")
    port: int = _setting("PORT", 8000, "Port that the web server listens on", _port)
    public_url: str = _setting("PUBLIC_URL", "", "Address under which people reach the hub; empty is http://HOST:PORT")
    allowed_hosts: tuple[str, ...] = _setting(
        "ALLOWED_HOSTS", (), "Host names besides localhost that the hub answers to, with commas between", _list
    )
    secret_key: str = _setting("SECRET_KEY", "", "Signs cookies and quotes; empty keeps one in the data folder")
    push_key: str = _setting(
        "PUSH_KEY", "", "Private VAPID key that signs pushes (32 bytes, base64url); empty keeps one in the data folder"
    )
    demo: bool = _setting("KARUM_DEMO", True, "Demo mode: seeds firms, one-tap sign-in at /demo, mailbox page", _switch)
    debug: bool = _setting("KARUM_DEBUG", False, "Django's debug pages; never on a public hub", _switch)
    pseudo_languages: Path | None = _setting(
        "PSEUDO_LANGUAGES",
        None,
        "Folder of made-up translations (python -m tools.pseudo FOLDER), which a hub for tests offers too",
        Path,
    )
    hub_name: str = _setting("HUB_NAME", "Karum", "Name of the hub, shown on every page")
    hub_country: str = _setting("HUB_COUNTRY", "RW", "Country of the hub's operator, ISO 3166 alpha-2")
    hub_currency: str = _setting("HUB_CURRENCY", "USD", "Currency of the hub's own figures, ISO 4217")
    hub_tax_number: str = _setting("HUB_TAX_NUMBER", "", "The operator's own VAT or sales tax number, on fee invoices")
    hub_tax_percent: Decimal | None = _setting(
        "HUB_TAX_PERCENT",
        None,
        "Tax that is in the fees of sellers of the hub's own country, in percent. Empty: invoices do not state it",
        _percent,
    )
    hub_accounts: Path | None = _setting(
        "HUB_ACCOUNTS",
        None,
        "TOML file of the hub's own bank accounts; with it buyers can pay by bank transfer (see payment-providers)",
        Path,
    )
    cash_countries: tuple[str, ...] = _setting(
        "CASH_COUNTRIES", (), "Countries in which the hub takes cash, ISO 3166 alpha-2 with commas between", _list
    )
    stripe_secret_key: str = _setting("STRIPE_SECRET_KEY", "", "Secret key of the hub's Stripe account, for cards")
    stripe_webhook_secret: str = _setting("STRIPE_WEBHOOK_SECRET", "", "Signing secret of Stripe's messages to the hub")
    stripe_api_base: str = _setting("STRIPE_API_BASE", "https://api.stripe.com", "Where Stripe answers")
    momo_api_base: str = _setting("MOMO_API_BASE", "https://proxy.momoapi.mtn.com", "Where MTN MoMo answers")
    momo_environment: str = _setting(
        "MOMO_ENVIRONMENT", "", "MTN MoMo's target environment, such as mtnrwanda; empty: no mobile money"
    )
    momo_country: str = _setting("MOMO_COUNTRY", "", "Country of that environment, ISO 3166 alpha-2")
    momo_currency: str = _setting("MOMO_CURRENCY", "", "Currency of that environment, ISO 4217")
    momo_user: str = _setting("MOMO_USER", "", "API user of MTN MoMo (a UUID)")
    momo_key: str = _setting("MOMO_KEY", "", "API key of that user")
    momo_collection_key: str = _setting("MOMO_COLLECTION_KEY", "", "Subscription key of MTN MoMo Collections")
    momo_disbursement_key: str = _setting(
        "MOMO_DISBURSEMENT_KEY", "", "Subscription key of MTN MoMo Disbursements, for refunds"
    )
    web_processes: int = _setting("WEB_PROCESSES", 2, "Web processes that share the port", _count)
    web_threads: int = _setting("WEB_THREADS", 4, "Threads of each web process that answer pages", _count)
    web_waiting_max: int = _setting(
        "WEB_WAITING_MAX", 64, "Requests that may wait for a thread; further ones are told to come back (503)", _count
    )
    pages_kept_s: int = _setting(
        "PAGES_KEPT_S",
        10,
        "Seconds for which a public page is shown again as it was to people who are not signed in; 0: made for each",
        _count_or_none,
    )
    quotes_per_minute: int = _setting(
        "QUOTES_PER_MINUTE", 120, "Landed costs that one address may ask for in a minute, by page or by API", _count
    )
    upload_mb_max: int = _setting("UPLOAD_MB_MAX", 20, "Largest request body in megabytes", _count)
    trusted_proxies: tuple[str, ...] = _setting(
        "TRUSTED_PROXIES",
        (),
        "Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas between",
        _list,
    )
    metrics_token: str = _setting(
        "METRICS_TOKEN", "", "Bearer token that opens /metrics; empty opens it to this machine only"
    )
    ecb_daily: bool = _setting(
        "ECB_DAILY", False, "Fetch the European Central Bank's rates each working day; no: load its files", _switch
    )
    worker_jobs: int = _setting("WORKER_JOBS", 4, "Jobs that the worker runs at once", _count)
    smtp_url: str = _setting("SMTP_URL", "", "smtp://user:password@host:port for mail; empty: the mailbox page")
    log_level: str = _setting("LOG_LEVEL", "WARNING", "Least grave log lines printed: DEBUG to CRITICAL", _level)
    mail_from: str = _setting("MAIL_FROM", "hub@localhost", "Sender of the hub's mail")

    @property
    def base_url(self) -> str:
        return self.public_url.rstrip("/") or self.listen_url

    @property
    def listen_url(self) -> str:
        """Where the web server itself answers."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read ``env``. Raises BadSetting with the variable's name and what it should hold."""
        values: dict[str, Any] = {}
        for knob in fields(cls):
            variable, read = knob.metadata["variable"], knob.metadata["read"]
            if env.get(variable, "") == "":
                continue
            try:
                values[knob.name] = read(env[variable])
            except (ValueError, KeyError, InvalidOperation):
                raise BadSetting(f"{variable}={env[variable]!r} cannot be read. {knob.metadata['says']}.") from None
        return cls(**values)


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_env(os.environ)


def secret_key() -> str:
    """``SECRET_KEY``, or the key kept in the data folder, made on first use and readable by its owner only."""
    return settings().secret_key or _kept("secret-key", lambda: secrets.token_urlsafe(48))


def push_key() -> str:
    """The private key that signs pushes (P-256, 32 bytes, base64url): ``PUSH_KEY``, or one kept in the data folder."""
    return settings().push_key or _kept("push-key", _new_p256)


def _new_p256() -> str:
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _kept(name: str, make: Callable[[], str]) -> str:
    """The secret of that name in the data folder; made there when it is asked for the first time."""
    folder = settings().data_dir
    kept = folder / name
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{name}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(make())
        try:
            os.link(fresh, kept)  # the first process wins, the others read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text()
