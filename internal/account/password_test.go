package account

import (
	"context"
	"strings"
	"testing"

	"convene/internal/fault"
)

func TestAHashIsAPHCStringOfOneSalt(t *testing.T) {
	t.Parallel()
	one, err := hashPassword(t.Context(), "a password of mine")
	if err != nil {
		t.Fatal(err)
	}
	two, _ := hashPassword(t.Context(), "a password of mine")
	if !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") || one == two {
		t.Errorf("hashes %s and %s", one, two)
	}
	for password, want := range map[string]bool{"a password of mine": true, "a password of mine ": false, "": false} {
		if got, err := samePassword(t.Context(), one, password); got != want || err != nil {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
}

// A known answer of the reference implementation, of 64 MiB instead of 19.
func TestAHashOfOtherCostsIsChecked(t *testing.T) {
	t.Parallel()
	const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if same, err := samePassword(t.Context(), known, "password"); !same || err != nil {
		t.Errorf("known answer: %v, %v", same, err)
	}
}

func TestABrokenHashIsAnErrorNotAMatch(t *testing.T) {
	t.Parallel()
	for _, phc := range []string{"", "x", "$argon2i$v=19$m=8,t=1,p=1$c2FsdA$a2V5", "$argon2id$v=18$m=8,t=1,p=1$c2FsdA$a2V5",
		"$argon2id$v=19$m=8,t=0,p=1$c2FsdA$a2V5", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$", "$argon2id$v=19$m=8,t=1,p=1$!$a2V5"} {
		if same, err := samePassword(t.Context(), phc, ""); same || err == nil {
			t.Errorf("%q: %v, %v", phc, same, err)
		}
	}
}

func TestHashingWaitsItsTurnAndGivesUp(t *testing.T) {
	for range cap(turns) {
		leave, err := enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hashPassword(ctx, "a password of mine"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("with every turn taken: %v", err)
	}
}

func TestTargetsStayWithUs(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/events/budapest/register": "/events/budapest/register", "/": "/", "/me?x=1": "/me?x=1",
		"": "/me", "https://example.org/": "/me", "//example.org": "/me", `/\example.org`: "/me", "/\t/example.org": "/me", "me": "/me",
	} {
		if got := ourPath(target); got != want {
			t.Errorf("ourPath(%q) = %q, want %q", target, got, want)
		}
	}
}

func TestCodesAreSixDigitsAndTokensLong(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		code, token := newCode(), newToken()
		if len(code) != 6 || digits(code) != code || len(token) != 32 {
			t.Fatalf("code %q, token %q", code, token)
		}
		if seen[token] {
			t.Fatalf("token %q came twice", token)
		}
		seen[token] = true
	}
}

func TestDigitsLeavesOutWhatPeopleAdd(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"123456": "123456", " 123 456\n": "123456", "123-456": "123456", "１２": "", "": ""} {
		if got := digits(typed); got != want {
			t.Errorf("digits(%q) = %q, want %q", typed, got, want)
		}
	}
}
