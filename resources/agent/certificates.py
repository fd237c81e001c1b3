"""Which certificates our own HTTPS requests trust: those that pip would. pip asks for the system's from 24.2 on, and
before that for its own bundle: without a named file, both count here."""
import os

NAMED = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
# Where distributions keep them: a Python of its own (pyenv's, uv's) may look elsewhere.
SYSTEM = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem")


def named(environment):
    # type: (dict) -> object
    """The file that the environment names, or None."""
    return next((environment[name] for name in NAMED if is_there(environment.get(name))), None)


def bundles(environment, python):
    # type: (dict, str) -> list
    """Files of certificates, the first the most telling one: the named one alone, else the system's and pip's."""
    chosen = named(environment)
    if chosen:
        return [chosen]
    found = [path for path in SYSTEM if is_there(path)][:1]
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib") if python else ""
    for name in sorted(os.listdir(library)) if os.path.isdir(library) else ():
        path = os.path.join(library, name, "site-packages", "pip", "_vendor", "certifi", "cacert.pem")
        if is_there(path):
            return found + [path]
    return found


def is_there(path):
    # type: (object) -> bool
    """An empty one is an error to OpenSSL."""
    return bool(path) and os.path.isfile(path) and os.path.getsize(path) > 0


def context(environment, python):
    # type: (dict, str) -> object
    """Raises OSError (ssl.SSLError is one) where the named file cannot be read."""
    import ssl

    chosen = named(environment)
    made = ssl.create_default_context(cafile=chosen)
    for path in [] if chosen else bundles(environment, python):
        try:
            made.load_verify_locations(cafile=path)
        except OSError:
            pass  # damaged: what else there is may do
    client = environment.get("PIP_CLIENT_CERT")
    if client and os.path.isfile(client):
        made.load_cert_chain(client)
    return made
