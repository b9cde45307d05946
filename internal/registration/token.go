package registration

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"unicode"
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

// badgeBits are random-looking bits of a badge's token (domain.md ST-16).
const badgeBits = 128

// BadgeToken is the opaque content of a badge's QR code: 128 bits that only this
// house can make from the registration's number, and a check character, 27
// characters in all. It is derived, not stored: the database holds its hash alone.
func BadgeToken(secret []byte, registrationID int64) string {
	return Derive(secret, "badge", registrationID, badgeBits)
}

// Derive makes a word of Crockford's base 32 that only this house can make from a
// number: so many bits of an HMAC, at most 256, and a check character. use keeps
// apart words that are for different things.
func Derive(secret []byte, use string, id int64, bits int) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(use + "\x00"))
	binary.Write(mac, binary.BigEndian, id)
	body := encode(mac.Sum(nil)[:(bits+7)/8])[:(bits+4)/5]
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
func TokenOK(token string) bool { return WellFormed(token, badgeBits) }

// WellFormed tells whether Derive could have made a word of so many bits.
func WellFormed(word string, bits int) bool {
	last := (bits + 4) / 5
	if len(word) != last+1 {
		return false
	}
	for i := 0; i < len(word); i++ {
		if strings.IndexByte(alphabet, word[i]) < 0 {
			return false
		}
	}
	return checkCharacter(word[:last]) == word[last]
}

// Typed reads a word as people type it from paper: in groups, in small letters,
// with the letters that Crockford's base 32 leaves out for those they look like.
func Typed(word string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(r); r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) {
			return -1
		}
		return r
	}, word)
}

func badgeHash(secret []byte, registrationID int64) []byte {
	h := sha256.Sum256([]byte(BadgeToken(secret, registrationID)))
	return h[:]
}
