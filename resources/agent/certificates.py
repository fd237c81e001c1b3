"""Which certificates our own HTTPS requests trust: those that pip would."""
import os

NAMED = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")


def bundle(environment, python):
    # type: (dict, str) -> object
    """A file of certificates, or None for the system's own."""
    for name in NAMED:
        if environment.get(name) and os.path.isfile(environment[name]):
            return environment[name]
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    for name in sorted(os.listdir(library)) if os.path.isdir(library) else ():
        path = os.path.join(library, name, "site-packages", "pip", "_vendor", "certifi", "cacert.pem")
        if os.path.isfile(path):
            return path
    return None


def context(environment, python):
    # type: (dict, str) -> object
    import ssl

    made = ssl.create_default_context(cafile=bundle(environment, python))
    client = environment.get("PIP_CLIENT_CERT")
    if client and os.path.isfile(client):
        made.load_cert_chain(client)
    return made
