"""The rank of a comment: how well it is liked, as far as so few votes can tell."""

from math import sqrt

# The standard normal quantile of 80 %, two-sided: as Reddit and Lobsters rank comments.
Z = 1.281551565545


def lower_bound(up: int, total: int) -> float:
    """The lower bound of the Wilson score interval of `up` votes out of `total`; 0 where nobody voted.

    E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, J. Am. Stat. Assoc. 22 (1927).
    """
    if not total:
        return 0.0
    share, z2 = up / total, Z * Z
    spread = Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return (share + z2 / (2 * total) - spread) / (1 + z2 / total)
