package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// showSubstitute asks who takes a registration over.
func (s *Server) showSubstitute(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	sub.typed = url.Values{"when": {"confirm"}, "locale": {sub.Registration.Locale}}
	return s.askSubstitute(c, sub, nil)
}

func (s *Server) askSubstitute(c echo.Context, sub *subject, faults []fault.Field) error {
	sub.called(sub.T("Somebody else comes"))
	sub.Lead = sub.T("Somebody else takes over the places, the authority and the turn on each waiting list. What this person needs and agreed to stays theirs. It cannot be taken back.")
	sub.Effects = []string{sub.T("No place comes free. Both people get a mail.")}
	f := newForm(sub.Printer, sub.typed, faults)
	sub.Form = f
	sub.Texts = []textField{f.Mail("email", sub.T("E-mail address of the new person"), ""),
		f.Text("given_name", sub.T("Given names"), "", "off"), f.Text("family_name", sub.T("Family name (if they have one)"), "", "off"),
		f.Text("badge_name", sub.T("Name on the badge"), sub.T("Leave it empty to use the names above."), "off"),
		f.Text("latin_name", sub.T("In Latin letters"), sub.T("Only for a name in other letters."), "off"),
		f.Text("function", sub.T("Function"), "", "off")}
	sub.Texts[0].Autocomplete = "off"
	when := []option{{Value: "confirm", Label: sub.T("They confirm first"), Note: sub.T("The places are kept for them; their mail has the link.")},
		{Value: "now", Label: sub.T("They stand in at once"), Note: sub.T("When they told you that they come.")}}
	sub.Choices = []choiceField{f.Radios("when", sub.T("How"), "", when), f.Select("locale", sub.T("Language of mails"), "", "off", mailLanguages(sub.Printer))}
	sub.Button = sub.T("Hand the registration over")
	return s.showConfirm(c, sub.confirmPage)
}

// mailLanguages are those that letters are written in.
func mailLanguages(p *locale.Printer) []option {
	var options []option
	for _, tag := range locale.Supported() {
		options = append(options, option{Value: tag, Label: p.Language(tag)})
	}
	return options
}

func (s *Server) submitSubstitute(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	sub.typed = c.Request().PostForm
	email, err := person.Email(sub.typed.Get("email"))
	faults := faultsOf(err)
	if err != nil && faults == nil {
		return err
	}
	n := registration.Substitution{Key: deedKey(sub.by, c.FormValue("key")), EventID: sub.Programme.Event.ID, RegistrationID: sub.Registration.ID,
		Email: email, Details: sub.newcomer(), Confirmed: sub.typed.Get("when") == "now", Actor: by(sub.by), Staff: true, Now: s.Now()}
	if len(faults) == 0 {
		var o *registration.Outcome
		if o, err = s.desk.Substitute(c.Request().Context(), n); err == nil {
			said := sub.T("The registration is handed over. This is the new one.")
			return s.done(c, sub.Programme, sub.by, nil, "substitute", "/"+sub.Registration.Reference, said, sub.Base+"/registrations/"+o.Reference)
		}
		faults = substituteFaults(err)
	}
	if len(faults) == 0 {
		return s.done(c, sub.Programme, sub.by, err, "substitute", "/"+sub.Registration.Reference, "", sub.Back)
	}
	return s.askSubstitute(c, sub, faults)
}

// newcomer is what is typed of the new person; they come from the same body.
func (sub *subject) newcomer() registration.Details {
	t, r := sub.typed, sub.Registration
	lang := oneOf(t.Get("locale"), locale.Supported())
	return registration.Details{Given: t.Get("given_name"), Family: t.Get("family_name"), Badge: t.Get("badge_name"), Latin: t.Get("latin_name"),
		Function: t.Get("function"), AuthorityID: r.AuthorityID, Organisation: r.Organisation, Country: r.Country, Locale: lang}
}

// substituteFaults are those that the form can show.
func substituteFaults(err error) []fault.Field {
	if reason := registration.Refusal(err); reason != nil && reason.Code == allocation.Already {
		return []fault.Field{{Name: "email", Message: "This person is registered for the event already."}}
	}
	return faultsOf(err)
}
