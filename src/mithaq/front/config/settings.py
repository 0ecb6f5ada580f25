"""Settings of a node.

One file for every environment. What differs between nodes comes from the environment,
and has no default: a node either knows who it is or does not start.
"""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from mithaq.front.config.environment import (
    counted,
    database,
    listed,
    modules,
    required,
    said,
    switched_on,
    trusted_origin,
    without_port,
)
from mithaq.front.config.logs import logging_settings
from mithaq.front.config.rooms import rooms
from mithaq.node.web.translations import compile_all

PACKAGE = Path(__file__).resolve().parents[2]

# Who this node is
AUTHORITY = required("MITHAQ_AUTHORITY")
HOME = Path(required("MITHAQ_HOME")).resolve()
SECRET_KEY = required("MITHAQ_SECRET_KEY")
KEY_PASSPHRASE = required("MITHAQ_KEY_PASSPHRASE")
KEY_FILE = HOME / "keys" / "node.keys"

# Fields of cooperation that are declared outside Mithaq: modules, each of which enters a kind
KINDS = modules("MITHAQ_KINDS")

# Where it is reached; plain HTTP is for a node on one's own machine only
HOSTS = listed("MITHAQ_HOSTS", "localhost,127.0.0.1,[::1]")
ALLOWED_HOSTS = [without_port(host) for host in HOSTS]
CSRF_TRUSTED_ORIGINS = [trusted_origin(host) for host in HOSTS]
PLAIN_HTTP = switched_on("MITHAQ_PLAIN_HTTP")
ROOT_URLCONF = "mithaq.front.config.urls"
WSGI_APPLICATION = "mithaq.front.config.wsgi.application"
DEBUG = False

# What time it is: only a demonstration or a test may say otherwise
MOVABLE_CLOCK = False


# The house, storey by storey
HOUSE = (
    "mithaq.node.web",
    "mithaq.node.officers",
    "mithaq.node.safeguards",
    "mithaq.node.partners",
    "mithaq.node.ledger",
    "mithaq.node.national",
    "mithaq.node.persons",
    "mithaq.node.exchange",
    "mithaq.node.papers",
    "mithaq.node.rights",
    *rooms(),
    "mithaq.front.desk",
    "mithaq.front.evaluation",
    "mithaq.front.briefing",
    "mithaq.front.api",
)
INSTALLED_APPS = [
    *HOUSE,  # first, so that our templates stand before those of allauth
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mithaq.node.web.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mithaq.node.web.middleware.readers_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mithaq.node.officers.signed_in.asks_for_what_is_missing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mithaq.node.web.middleware.RefusalsAsPages",
]

# Where things are kept. No request is one transaction: each act says where its own begins.
DATABASES = {
    "default": {
        **database(listed("MITHAQ_DATABASE_URL", f"sqlite:///{HOME}/node.sqlite3")[0]),
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that limits on sign-in count over all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # bytes; an envelope has 2 MiB at most
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "mithaq.node.web.uploads.InMemory",  # first: an attachment is never a plain file, not even for a moment
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Who may enter
AUTH_USER_MODEL = "officers.Officer"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "mithaq.node.web.sign_in.Doorkeeper"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up by himself
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Attempts to sign in are counted by address; the proxies in front say which, and nobody before them.
ALLAUTH_TRUSTED_PROXY_COUNT = counted("MITHAQ_PROXIES", "0")
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=5).total_seconds())
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = f"Mithaq {AUTHORITY}"
# Who approves, reviews or administers needs a second factor; a demonstration does without and says so.
SECOND_FACTOR_REQUIRED = not switched_on("MITHAQ_WITHOUT_SECOND_FACTOR")

# By when a person who asks about their own data is owed an answer, in months, and by how much that is
# extended once (0: never): the law of the authority says
ANSWER_MONTHS = counted("MITHAQ_ANSWER_MONTHS", "1")
ANSWER_EXTENSION_MONTHS = counted("MITHAQ_ANSWER_EXTENSION_MONTHS", "2")
# Whom the answer names as the authority to complain to, in the language of the letter
SUPERVISOR = {
    "ar": said("MITHAQ_SUPERVISOR_AR"),
    "fr": said("MITHAQ_SUPERVISOR_FR"),
    "en": said("MITHAQ_SUPERVISOR_EN"),
}

# Cookies: browsers ignore the port, so two nodes on one machine need two names
SESSION_COOKIE_NAME = f"mithaq_{AUTHORITY.lower()}_session"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_NAME = f"mithaq_{AUTHORITY.lower()}_csrf"
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mithaq.node.web.errors.form_too_old"
LANGUAGE_COOKIE_NAME = f"mithaq_{AUTHORITY.lower()}_language"
LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
LANGUAGE_COOKIE_SAMESITE = "Lax"

# What browsers are told
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else int(timedelta(days=365).total_seconds())
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mithaq.node.web.context.page_frame",
            ],
        },
    }
]
FORM_RENDERER = "mithaq.node.web.renderer.DeskRenderer"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
if HOME.is_dir():
    STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a folder that is not there
# Without `collectstatic` (a demonstration, a test) files are served from where they lie.
STATIC_IS_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not STATIC_IS_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Languages: stored times are UTC, shown in the officer's own zone
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]
compile_all(PACKAGE)  # every app's, before Django reads them
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# The log says what went wrong and where, never about whom
LOGGING = logging_settings(level="INFO")
