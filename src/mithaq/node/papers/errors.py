"""What is refused about papers and their certificates."""

from mithaq.pact.errors import MithaqError


class PaperError(MithaqError):
    """A paper or a certificate does not do. Catch this to refuse it; nothing was signed or kept."""


class NoCertificate(PaperError):
    """This authority has no certificate that holds now: `mithaq keys certificate` makes one."""

    code = "papers.no-certificate"


class BadCertificate(PaperError):
    """The file holds no certificate, or none with the key asked for. Facts: rule."""

    code = "papers.bad-certificate"


class CertificateNotValidNow(PaperError):
    """The certificate's period has not begun, or is over. Facts: certificate, at."""

    code = "papers.certificate-not-valid-now"


class NotSignable(PaperError):
    """The document cannot be signed as it is: damaged, changed, or signed so already. Facts: rule."""

    code = "papers.not-signable"


class PaperTooLarge(PaperError):
    """The file is larger than any paper. Facts: most_mb."""

    code = "papers.too-large"
