package person

import "strings"

// nowhere ends the address of somebody who has none: a person at the door is known
// by an address like everybody else. Names below .invalid never exist (RFC 2606),
// and package mail writes to none of them.
const nowhere = "@nobody.invalid"

// Nobody makes an address that leads nowhere; key, of letters and digits, tells it
// from others.
func Nobody(key string) string { return strings.ToLower(key) + nowhere }

// Mailbox gives an address that can be written to, "" for one that leads nowhere.
func Mailbox(address string) string {
	if strings.HasSuffix(address, nowhere) {
		return ""
	}
	return address
}
