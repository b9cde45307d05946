package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"convene/internal/fault"
)

// Argon2id as OWASP's password storage guide has it: 19 MiB, two passes, one
// lane (RFC 9106).
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	keyBytes  = 32
)

// shortest is the length of a password in characters; nothing else is asked of
// it, no capitals, no digits (ASVS 6.2).
const shortest = 10

// turns bounds how many passwords are hashed at a time, and with it the memory
// a crowd at the sign-in page can take; patience is how long one waits for it.
var turns = make(chan struct{}, 4)

const patience = 15 * time.Second

// nobody is a hash that no known password has. Checking against it takes as
// long as checking a real one.
var nobody = encode(make([]byte, saltBytes), make([]byte, keyBytes))

var errHash = errors.New("account: a stored password hash is not an argon2id PHC string")

// checkPassword gives what is wrong with a new password; nil when nothing is.
func checkPassword(password, email string) []fault.Field {
	if utf8.RuneCountInString(password) < shortest {
		return []fault.Field{{Name: "password", Message: "A password has at least %d characters.", Args: []any{shortest}}}
	}
	if address(password) == address(email) {
		return []fault.Field{{Name: "password", Message: "The password must not be the e-mail address."}}
	}
	return nil
}

// hashPassword gives a PHC string with a salt of its own.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	leave, err := enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return encode(salt, argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, keyBytes)), nil
}

// samePassword tells whether a PHC string was made of this password.
func samePassword(ctx context.Context, phc, password string) (bool, error) {
	h, err := decode(phc)
	if err != nil {
		return false, err
	}
	leave, err := enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	key := argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1, nil
}

// enter waits for a turn at hashing; fault.Unavailable when it takes too long.
func enter(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "Too many people are signing in. Please try again in a moment.",
			RetryAfter: patience, Err: ctx.Err()}
	}
}

// phcHash is a PHC string taken apart.
type phcHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func encode(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes, b64(salt), b64(key))
}

// decode reads a PHC string. The costs stand in it, so that hashes made before
// the costs were raised can still be checked.
func decode(phc string) (h phcHash, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil || h.passes == 0 || h.lanes == 0 {
		return h, errHash
	}
	var errSalt, errKey error
	h.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(h.key) == 0 {
		return h, errHash
	}
	return h, nil
}
