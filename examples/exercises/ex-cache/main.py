"""Says how a Korean domain is written for machines."""

import idna

print(idna.encode("도커.kr").decode())
