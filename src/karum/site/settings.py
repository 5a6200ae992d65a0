"""Django's settings, derived from the typed settings of ``karum.runtime.settings``."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from karum.runtime.database import database_url
from karum.runtime.settings import secret_key, settings

KNOBS = settings()
HERE = Path(__file__).resolve().parent

SECRET_KEY = secret_key()
DEBUG = KNOBS.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *KNOBS.allowed_hosts]
CSRF_TRUSTED_ORIGINS = [KNOBS.public_url] if KNOBS.public_url else []
ROOT_URLCONF = "karum.site.urls"
WSGI_APPLICATION = "karum.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "karum.runtime",
    "karum.parties",
    "karum.notices",
    "karum.tariffs",
    "karum.catalogue",
    "karum.ledger",
    "karum.compliance",
    "karum.payments",
    "karum.shipping",
    "karum.orders",
    "karum.reports",
    "karum.disputes",
    "karum.reviews",
    "karum.talk",
    "karum.saved",
    "karum.insight",
    "karum.shop",
    "karum.desk",
    "karum.hub",
    "karum.seeds",
    "karum.site",
]

# Short on purpose: each layer costs every page. Static files and pictures never reach it (karum.site.asgi).
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "karum.site.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "karum.parties.locale.LocaleMiddleware",
    "karum.insight.middleware.Counting",
    "karum.site.middleware.ErrorPages",
    "django.middleware.common.CommonMiddleware",
    "karum.site.csrf.SameOriginOrToken",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],  # before the apps' own: allauth's pages are ours
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "karum.site.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "karum.site.templatetags.karum"],
        },
    }
]

# Without DATABASE_URL this is the embedded server's socket: `karum run`, or the command, has the server answer there.
_database = conninfo_to_dict(database_url())
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", "karum"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": str(_database.pop("port", "")),
        "OPTIONS": _database,  # sslmode and the like
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Sign-in (karum.parties.entrance): a code by e-mail or a passkey; nobody has a password.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "parties:me"
ACCOUNT_ADAPTER = "karum.parties.entrance.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
# Eight digits: every keyboard has them. Five tries for each code and the limits below keep guessing hopeless.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/5m/key", "reauthenticate": "20/m/user"}
ACCOUNT_FORMS = {
    "request_login_code": "karum.parties.entrance.forms.EnterForm",
    "confirm_login_code": "karum.parties.entrance.forms.LoginCodeForm",
    "confirm_email_verification_code": "karum.parties.entrance.forms.EmailCodeForm",
    "add_email": "karum.parties.entrance.forms.NewEmailForm",
}
MFA_ADAPTER = "karum.parties.entrance.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = KNOBS.base_url.startswith("http:")
MFA_FORMS = {
    "login_webauthn": "karum.parties.entrance.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "karum.parties.entrance.forms.PasskeyAgainForm",
    "add_webauthn": "karum.parties.entrance.forms.AddPasskeyForm",
    "edit_webauthn": "karum.parties.entrance.forms.RenamePasskeyForm",
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "karum.site.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KNOBS.base_url.startswith("https:")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt", "Português"),
    ("ar", "العربية"),
    ("zh-hans", "简体中文"),
    ("hi", "हिन्दी"),
    ("sw", "Kiswahili"),
    ("id", "Bahasa Indonesia"),
    ("ru", "Русский"),
]
LOCALE_PATHS = [HERE / "locale"]
if KNOBS.pseudo_languages:
    LANGUAGES += [("en-xa", "⟦Ļóóñĝ⟧"), ("ar-xb", "⟦ريغهت⟧")]
    LOCALE_PATHS.insert(0, KNOBS.pseudo_languages)  # before the real Arabic, which gettext takes for ar-xb too

STATIC_URL = "/static/"
STATIC_ROOT = KNOBS.data_dir / "static"
MEDIA_ROOT = KNOBS.data_dir / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DEFAULT_FROM_EMAIL = KNOBS.mail_from
EMAIL_BACKEND = "karum.parties.mailbox.Backend"  # SMTP_URL, or the demo's mailbox page
# Only the limits at the door are counted here: in the database, because the web is several processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "parties_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": KNOBS.log_level},
    "loggers": {
        "django": {"handlers": [], "level": KNOBS.log_level, "propagate": True},
        "django.request": {"level": "ERROR"},  # a page that is not there is no event
    },
}
