"""Which certificates our own HTTPS requests trust: those that pip would. pip asks the system's from 24.2 on (through
truststore, whose list of places this is), and before that its own bundle: without a named file, both count here."""
import os

NAMED = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
SYSTEM = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem")  # a Python of its own (pyenv's, uv's) may look elsewhere


def bundles(environment, python):
    # type: (dict, str) -> list
    """Files of certificates, the first the most telling one: the named one alone, else the system's and pip's."""
    for name in NAMED:
        if environment.get(name) and os.path.isfile(environment[name]):
            return [environment[name]]
    found = [path for path in SYSTEM if os.path.isfile(path)][:1]
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    for name in sorted(os.listdir(library)) if os.path.isdir(library) else ():
        path = os.path.join(library, name, "site-packages", "pip", "_vendor", "certifi", "cacert.pem")
        if os.path.isfile(path):
            return found + [path]
    return found


def context(environment, python):
    # type: (dict, str) -> object
    import ssl

    files = bundles(environment, python)
    made = ssl.create_default_context(cafile=files[0] if files else None)
    for path in files[1:]:
        made.load_verify_locations(cafile=path)
    client = environment.get("PIP_CLIENT_CERT")
    if client and os.path.isfile(client):
        made.load_cert_chain(client)
    return made
