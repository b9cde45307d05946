package mail

import (
	"time"

	"convene/internal/locale"
)

// DeclinedRequest answers somebody who asked for a change after the freeze, or,
// with Withdraw, to withdraw: everything stays. RegistrationURL is their page.
type DeclinedRequest struct {
	Occasion
	Withdraw        bool   `json:"withdraw,omitempty"`
	RegistrationURL string `json:"registration_url"`
}

const kindDeclinedRequest = "declined-request"

// Kind is "declined-request".
func (DeclinedRequest) Kind() string { return kindDeclinedRequest }

func (DeclinedRequest) heading(p *locale.Printer) string {
	return p.T("Your request was not accepted")
}
func (d DeclinedRequest) link() string { return d.RegistrationURL }

func (d DeclinedRequest) lead(p *locale.Printer) []string {
	asked := p.T("You asked to change your registration. The organisers could not do it any more.")
	if d.Withdraw {
		asked = p.T("You asked to withdraw. The organisers could not do it any more.")
	}
	return []string{asked, p.T("Everything stays as it was: you keep your registration and your places.")}
}

func (d DeclinedRequest) linkWords(p *locale.Printer) string {
	return p.T("Your registration on %s", host(d.RegistrationURL))
}

func (d DeclinedRequest) after(p *locale.Printer, _ *time.Location) []string {
	return []string{p.T("If this leaves you with a difficulty, please write to us.")}
}
