package registration

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// alphabet is Crockford's base 32: no I, L, O, U, so that a reference read over
// the telephone or typed from a badge is not mistaken.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// encode writes bytes in Crockford's base 32, five bits a character.
func encode(b []byte) string {
	var out strings.Builder
	var bits, n uint
	for _, c := range b {
		bits, n = bits<<8|uint(c), n+8
		for n >= 5 {
			n -= 5
			out.WriteByte(alphabet[bits>>n&31])
		}
	}
	if n > 0 {
		out.WriteByte(alphabet[bits<<(5-n)&31])
	}
	return out.String()
}

// newReference makes what people quote on the telephone: eight characters of 40
// random bits. It opens nothing by itself.
func newReference() string {
	b := make([]byte, 5)
	rand.Read(b) // never fails (crypto/rand, Go 1.24)
	return encode(b)
}

// BadgeToken is the opaque content of a badge's QR code: 128 bits that only this
// house can make from the registration's number, and a check character, 27
// characters in all (domain.md ST-16). It is derived, not stored: the database
// holds its hash alone.
func BadgeToken(secret []byte, registrationID int64) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("badge\x00"))
	binary.Write(mac, binary.BigEndian, registrationID)
	body := encode(mac.Sum(nil)[:16])
	return body + string(checkCharacter(body))
}

// checkCharacter notices every single mistyped character and every swap of two:
// a polynomial over GF(32) evaluated at a generator (x⁵+x²+1), which keeps apart
// all positions of a word of up to 31 characters.
func checkCharacter(body string) byte {
	sum := 0
	for i := 0; i < len(body); i++ {
		sum = times(sum ^ strings.IndexByte(alphabet, body[i]))
	}
	return alphabet[sum]
}

// times multiplies by the generator of GF(32).
func times(v int) int {
	if v <<= 1; v > 31 {
		v ^= 0b100101
	}
	return v
}

// TokenOK tells whether a typed or scanned token has the right form and check
// character, before any database is asked.
func TokenOK(token string) bool {
	if len(token) != 27 {
		return false
	}
	for i := 0; i < len(token); i++ {
		if strings.IndexByte(alphabet, token[i]) < 0 {
			return false
		}
	}
	return checkCharacter(token[:26]) == token[26]
}

func badgeHash(secret []byte, registrationID int64) []byte {
	h := sha256.Sum256([]byte(BadgeToken(secret, registrationID)))
	return h[:]
}
