package person

import (
	"strings"

	"convene/internal/fault"

	"golang.org/x/net/idna"
)

// The limits of RFC 5321, 4.5.3.1.
const (
	maxAddress = 254
	maxLocal   = 64
)

// Email gives the one form under which an address is stored and compared:
// trimmed, in lower case, an international domain as its A-label (RFC 5891).
// The error is fault.Invalid with the field "email". Addresses in quotes, of IP
// numbers and of hosts without a domain are refused; so are letters outside
// ASCII before the @, because few mail servers take them yet (RFC 6531).
func Email(s string) (string, error) {
	local, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "@")
	if !ok || strings.Contains(domain, "@") {
		return "", wrongEmail("Write one address, like name@example.org.")
	}
	if !isASCII(local) {
		return "", wrongEmail("We can only write to addresses with plain letters (a to z) before the @.")
	}
	domain, err := idna.Lookup.ToASCII(domain)
	if err != nil || !isDomain(domain) || !isLocal(local) || len(local)+1+len(domain) > maxAddress {
		return "", wrongEmail("This address does not look right. Write it like name@example.org.")
	}
	return local + "@" + domain, nil
}

func wrongEmail(message string) error {
	return fault.WrongInput([]fault.Field{{Name: "email", Message: message}})
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0x7e }) < 0
}

// isLocal tells whether s is a dot-atom of RFC 5322, 3.2.3, in lower case.
func isLocal(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.Trim(atom, "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~") != "" {
			return false
		}
	}
	return len(s) <= maxLocal
}

// isDomain tells whether s, an A-label in lower case, is a domain of at least two
// labels whose last is no number.
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(labels) > 1 && strings.ContainsAny(labels[len(labels)-1], "abcdefghijklmnopqrstuvwxyz")
}
