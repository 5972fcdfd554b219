"""Settings of zulian, all of them read from the environment; every one has a working default.

ZULIAN_HOME        where the embedded database, attachments and collected static files live (./var)
DATABASE_URL       the database (SQLite in ZULIAN_HOME when absent)
ZULIAN_DB_POOL     connections kept per process, on PostgreSQL (each thread its own when absent)
ZULIAN_REPLICA_URL a replica of the PostgreSQL database that lists and statistics read from
ZULIAN_SECRET_KEY  the signing key (made once and kept in ZULIAN_HOME when absent)
ZULIAN_DATA_KEY    the key that seals personal data, 32 bytes in base64 (made once and kept in ZULIAN_HOME when absent)
ZULIAN_DATA_KEY_COMMAND  a program that writes that key to its standard output, such as the client of a key service (none)
ZULIAN_CIPHER      aes (AES-256-GCM) or sm4 (SM4-GCM with SM3)
ZULIAN_HOSTS       host names served, separated by commas
ZULIAN_HTTPS       1 when a proxy in front speaks HTTPS: plain HTTP is then led to HTTPS, by its X-Forwarded-Proto
ZULIAN_HSTS        seconds for which browsers, with ZULIAN_HTTPS, come back by HTTPS only (31536000, a year; 0 for none)
ZULIAN_HSTS_SUBDOMAINS  1 when that holds for all names below the site's own as well
ZULIAN_PROXIES     addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas (none)
ZULIAN_DATABASE_PASSWORD  the password of the database, where DATABASE_URL names none
ZULIAN_DEBUG       1 for development only
ZULIAN_SMS_URL     the gateway of text messages, which takes {"phone", "text"} as JSON; none are sent without it
ZULIAN_NATIONAL_URL  the query interface of the national register of holders (V1.0); cards are not checked by a line without it
ZULIAN_NATIONAL_USER, ZULIAN_NATIONAL_PASSWORD, ZULIAN_NATIONAL_IP  how its operator lets this site in
ZULIAN_NATIONAL_NAMES  a TOML file of the names and codes that its operator uses, where they are not those of the policy
ZULIAN_EMAIL_HOST  the mail host; no e-mail is sent without one
ZULIAN_EMAIL_SECURITY  none, starttls or ssl, which check the host's certificate (ssl on port 465, starttls on 587, else none)
ZULIAN_EMAIL_PORT  its port (465 with ssl, 587 with starttls, else 25)
ZULIAN_EMAIL_USER, ZULIAN_EMAIL_PASSWORD  how to sign in there (not at all when absent)
ZULIAN_EMAIL_FROM  the sender of all e-mail (zulian@localhost)
ZULIAN_ROLES_FROM  from which addresses a role may be used: system_admin=10.8.0.0/16,127.0.0.1;audit_admin=10.8.0.0/16 (anywhere)
ZULIAN_SECOND_FACTOR  roles that sign in with a code of their phone beside the password, by commas, such as security_admin (none)
ZULIAN_BACKUP      the folder, by its full path, into which a backup is made each night (none is made)
ZULIAN_BACKUP_HOUR the hour at which it is made (1)
ZULIAN_BACKUP_KEEP of how many days, weeks and months one stays, separated by commas (7,4,12)
ZULIAN_METRICS_KEY the word by which Prometheus reads /metrics, 32 characters or more (nobody does)
ZULIAN_METRICS_FROM  addresses or networks that read it without one, separated by commas (none)
ZULIAN_LOG         line (for people) or json (an object a line, for programs that collect logs)
ZULIAN_ANCHOR      where the audit trail is anchored each day: file:/a/path, mail:somebody@example.org or syslog: (nowhere)
ZULIAN_SEND_TIMEOUT  seconds that the mail host and the gateway may take for each answer (10)

Each key and password may also stand in a file that NAME_FILE names (ZULIAN_DATA_KEY_FILE=/run/secrets/data_key).
"""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF

from zulian import database_use, environment, network_settings, site_keys
from zulian.accounts.roles import Role as _Role
from zulian.errors import SettingsError as _SettingsError

# Lets generic Django classes be subscripted in type annotations at run time.
django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).parent
HOME = Path(environment.text("ZULIAN_HOME", "var")).absolute()
DEBUG = environment.switch("ZULIAN_DEBUG")

_database = environment.database(HOME)
DATABASES = {"default": dict(_database)}
SEAL_CIPHER = environment.choice("ZULIAN_CIPHER", "aes", "sm4")
ALLOWED_HOSTS = environment.hosts("ZULIAN_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = environment.switch("ZULIAN_HTTPS")
PROXIES = network_settings.networks("ZULIAN_PROXIES")

INSTALLED_APPS = [
    "zulian.foundation",
    "zulian.regions",
    "zulian.accounts",
    "zulian.policies",
    "zulian.documents",
    "zulian.ledgers",
    "zulian.indicators",
    "zulian.people",
    "zulian.statistics",
    "zulian.departments",
    "zulian.leadership",
    "zulian.congress",
    "zulian.cadres",
    "zulian.grassroots",
    "zulian.commissioners",
    "zulian.volunteers",
    "zulian.associations",
    "zulian.social",
    "zulian.certificates",
    "zulian.handouts",
    "zulian.appraisals",
    "zulian.plans",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_tasks_db",
    "django_fsm",
    "django_tables2",
]

MIDDLEWARE = [
    "zulian.foundation.health.HealthMiddleware",
    "zulian.foundation.metrics.MetricsMiddleware",
    "zulian.foundation.requested.RequestedMiddleware",
    "zulian.foundation.inputs.StorableInputMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "zulian.foundation.headers.PermissionsPolicyMiddleware",
    "zulian.foundation.headers.PagesByKeyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zulian.accounts.middleware.PostMiddleware",
    "zulian.foundation.limits.PublicFormsMiddleware",
    "zulian.foundation.once.AnsweredMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zulian.urls"
WSGI_APPLICATION = "zulian.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zulian.accounts.context.desk",
            ],
            "builtins": ["django.templatetags.i18n", "zulian.foundation.templatetags.zulian"],
        },
    }
]
FORM_RENDERER = "zulian.foundation.forms.FieldRenderer"
DJANGO_TABLES2_TEMPLATE = "foundation/table.html"

_pool, _replica = (
    environment.whole_number("ZULIAN_DB_POOL", 0, most=1000),
    environment.text("ZULIAN_REPLICA_URL"),
)
if DATABASES["default"]["ENGINE"] == database_use.SQLITE:
    if _replica:
        raise _SettingsError(
            "ZULIAN_REPLICA_URL names a replica, and the database is SQLite: set DATABASE_URL."
        )
    # FULL keeps what was confirmed even when the power fails (what it costs: docs/operations.md).
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock first, so no deadlock midway.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if _pool:
        # The pool keeps the connections itself; Django must not.
        DATABASES["default"] |= {
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": _pool, "timeout": 20}},
        }
    if _replica:
        DATABASES["replica"] = environment.database_from("ZULIAN_REPLICA_URL") | {
            "TEST": {"MIRROR": "default"}
        }
        DATABASE_ROUTERS = ["zulian.foundation.replicas.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "zulian.accounts.passwords.MixedCharactersValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
SECOND_FACTOR_ROLES = environment.some_of("ZULIAN_SECOND_FACTOR", _Role.values)
ROLES_FROM = network_settings.networks_by_name("ZULIAN_ROLES_FROM", _Role.values)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
# Counted under the address that the trail keeps.
AXES_CLIENT_IP_CALLABLE = "zulian.accounts.requests.address_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Who goes on trying must not keep the account locked for its holder.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# On a device of one's own nobody else's failures count.
AXES_WHITELIST_CALLABLE = "zulian.accounts.trusted_devices.is_trusted"

SESSION_ENGINE = "zulian.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# Scripts take the token from the form of their page.
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
_hsts, _subdomains = (
    environment.whole_number("ZULIAN_HSTS", 31536000),
    environment.switch("ZULIAN_HSTS_SUBDOMAINS"),
)
SECURE_HSTS_SECONDS = _hsts if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and _subdomains
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# In the session, not in a cookie: a first password is shown in a message.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Long work goes through a queue in the same database to the worker beside the web server.
# Messages have a queue of their own: they wait for no import, and no job waits for a mail host (zulian.foundation.sending).
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "messages"]}
}

SILENCED_SYSTEM_CHECKS = [
    # SQLite leaves the covered columns of an index out.
    "models.W040",
    # HSTS for other names below the site's own, and in the lists of browsers, binds more than this site: whoever runs it
    # says so (ZULIAN_HSTS_SUBDOMAINS), a default must not.
    "security.W005",
    "security.W021",
]
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["zulian.foundation.formats"]
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = HOME / "attachments"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

EMAIL_HOST = environment.host("ZULIAN_EMAIL_HOST")
_port = environment.whole_number("ZULIAN_EMAIL_PORT", 0, least=1, most=65535)
_usual = {465: "ssl", 587: "starttls"}.get(_port, "none")
_security = environment.choice("ZULIAN_EMAIL_SECURITY", _usual, "none", "starttls", "ssl")
EMAIL_PORT = _port or {"ssl": 465, "starttls": 587}.get(_security, 25)
EMAIL_USE_SSL, EMAIL_USE_TLS = _security == "ssl", _security == "starttls"
# For text messages too.
EMAIL_TIMEOUT = environment.whole_number("ZULIAN_SEND_TIMEOUT", 10, least=1, most=600)
# Where the audit trail is anchored each day: file:/a/path, mail:somebody@example.org or syslog: (nowhere when empty).
ANCHOR = environment.anchor("ZULIAN_ANCHOR", EMAIL_HOST)
# A gateway of text messages: an address that takes {"phone": …, "text": …} as JSON.
SMS_URL = environment.web_address("ZULIAN_SMS_URL")
NATIONAL_URL = environment.web_address("ZULIAN_NATIONAL_URL")
NATIONAL_USER = environment.text("ZULIAN_NATIONAL_USER")
NATIONAL_PASSWORD = environment.secret("ZULIAN_NATIONAL_PASSWORD")
NATIONAL_IP = environment.text("ZULIAN_NATIONAL_IP")
NATIONAL_NAMES = environment.names("ZULIAN_NATIONAL_NAMES", environment.NATIONAL_NAMES)
EMAIL_HOST_USER = environment.text("ZULIAN_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.secret("ZULIAN_EMAIL_PASSWORD")
DEFAULT_FROM_EMAIL = environment.sender("ZULIAN_EMAIL_FROM", "zulian@localhost")
METRICS_KEY = environment.long_secret("ZULIAN_METRICS_KEY")
METRICS_FROM = network_settings.networks("ZULIAN_METRICS_FROM")
# Where the backup of each night goes, at which hour it is made, and of how many days, weeks and months one stays.
BACKUP = environment.folder("ZULIAN_BACKUP")
BACKUP_HOUR = environment.whole_number("ZULIAN_BACKUP_HOUR", 1, most=23)
BACKUP_KEEP = environment.generations("ZULIAN_BACKUP_KEEP", "7,4,12")
_log = environment.choice("ZULIAN_LOG", "line", "json")

# Last, for a key is made where there is none: a setting that is wrong is told before anything is written.
SECRET_KEY = site_keys.kept_key(site_keys.SECRET_KEY, HOME)
# 32 bytes in base64: seals personal data. Lost, it takes the data with it; back it up apart from the database.
DATA_KEY = site_keys.kept_key(site_keys.DATA_KEY, HOME, _database)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "zulian.foundation.logs.KeylessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "zulian.foundation.logs.JsonFormatter"},
    },
    "filters": {"refusals": {"()": "zulian.foundation.logs.RefusalsInOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": _log,
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The worker says at this level that it was asked to stop, which is no trouble.
    "loggers": {
        "django_tasks_db": {"level": "ERROR"},
        # Each request in a line: programs read them; for people the proxy's log has them.
        "zulian.requests": {"level": "INFO" if _log == "json" else "WARNING"},
    },
}
