package mail

import (
	"time"

	"convene/internal/locale"
)

// Certificate tells somebody that their certificate of attendance is there, or,
// with Corrected, that a new one has taken the place of theirs. RegistrationURL is
// their page, where it is read and printed.
type Certificate struct {
	Occasion
	Corrected       bool   `json:"corrected,omitempty"`
	RegistrationURL string `json:"registration_url"`
}

const kindCertificate = "certificate"

// Kind is "certificate".
func (Certificate) Kind() string { return kindCertificate }

func (c Certificate) link() string { return c.RegistrationURL }

func (c Certificate) heading(p *locale.Printer) string {
	if c.Corrected {
		return p.T("Your certificate of attendance is corrected")
	}
	return p.T("Your certificate of attendance")
}

func (c Certificate) lead(p *locale.Printer) []string {
	if c.Corrected {
		return []string{p.T("There is a corrected certificate of attendance for you."), p.T("The earlier one is no longer valid. Please throw it away.")}
	}
	return []string{p.T("Thank you for taking part. Your certificate of attendance is ready.")}
}

func (c Certificate) linkWords(p *locale.Printer) string {
	return p.T("Your certificate on %s", host(c.RegistrationURL))
}

func (c Certificate) after(p *locale.Printer, _ *time.Location) []string {
	return []string{p.T("Enter there with the address that this mail was sent to. You are sent a code, no password is needed."),
		p.T("If something on it is wrong, please write to us.")}
}
