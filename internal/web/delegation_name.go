package web

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// delegateForm asks who comes: somebody new, or in the place of Old. It asks for
// nothing that only the person can say (DP-06).
type delegateForm struct {
	page
	*delegated
	Form       form
	Fields     []textField
	Locales    choiceField
	Wait       choiceField
	Old        *delegateView // nil when somebody new is named
	Left, Room string
	Full       bool // the delegation has no place left: there is nothing to fill in
	Key        string
}

// blankDelegate is the form before anything is typed.
func (s *Server) blankDelegate(c echo.Context) url.Values {
	return url.Values{"locale": {s.printer(c).Lang()}, "key": {rand.Text()}}
}

func (s *Server) askDelegate(c echo.Context, status int, old *delegateView, typed url.Values, faults []fault.Field) error {
	d, p := theDelegation(c), s.page(c, s.printer(c).T("Name a person"))
	counters, err := registration.Counters(c.Request().Context(), s.db, d.EventID)
	if err != nil {
		return err
	}
	left, limited := d.Left()
	f := delegateForm{page: p, delegated: d, Form: newForm(p.Printer, typed, faults), Old: old, Key: typed.Get("key"),
		Left: leftWords(p.Printer, d.Delegation), Room: roomWords(p.Printer, counters[event.RootCode]), Full: limited && left == 0 && len(faults) == 0}
	if old != nil {
		f.Title, f.Full = p.T("Swap a person"), false
	}
	f.Sent = len(faults) > 0
	f.fields()
	return s.render(c, status, "delegation/name", f)
}

func (f *delegateForm) fields() {
	mail := f.Form.Mail("email", f.T("E-mail address of the person"), f.T("Their own address: they confirm from there, and all mail goes to it."))
	mail.Autocomplete = "off"
	f.Fields = []textField{
		f.Form.Text("given_name", f.T("Given names"), "", "off"),
		f.Form.Text("family_name", f.T("Family name (if they have one)"), "", "off"),
		f.Form.Text("badge_name", f.T("Name on the badge"), f.T("As they want to be called. Leave it empty to use the names above."), "off"),
		f.Form.Text("latin_name", f.T("Name in Latin letters"), f.T("Only needed when the badge name is in other letters, such as Greek, Cyrillic, Georgian or Armenian."), "off"),
		mail,
		f.Form.Text("function", f.T("Function (if you know it)"), f.T("For example: Mayor, Head of education, School mediator."), "off"),
	}
	var languages []option
	for _, tag := range locale.Supported() {
		languages = append(languages, option{Value: tag, Label: locale.For(tag).Language(tag), Lang: tag})
	}
	f.Locales = f.Form.Radios("locale", f.T("Language of our mails to the person"), "", languages)
	f.Wait = f.Form.Boxes("wait", f.T("If the event is full"), "", []option{{Value: "yes", Label: f.T("Put the person on the waiting list.")}})
}

// parseDelegate reads the form; whatever else is sent with it is not looked at.
func parseDelegate(d *delegated, typed url.Values) (email string, details registration.Details, faults []fault.Field) {
	details = registration.Details{Given: typed.Get("given_name"), Family: typed.Get("family_name"), Badge: typed.Get("badge_name"),
		Latin: typed.Get("latin_name"), Function: typed.Get("function"), AuthorityID: d.AuthorityID, Country: d.Country,
		Locale: locale.For(typed.Get("locale")).Lang()}.Clean()
	for _, f := range aboutAnother(details.Check("")) {
		if f.Name != "function" && f.Name != "latin_name" { // the person says these on confirming
			faults = append(faults, f)
		}
	}
	email, err := person.Email(typed.Get("email"))
	return email, details, append(faults, faultsOf(err)...)
}

func (s *Server) showName(c echo.Context) error {
	return s.askDelegate(c, http.StatusOK, nil, s.blankDelegate(c), nil)
}

// submitName names somebody: the desk holds the place and writes to them.
func (s *Server) submitName(c echo.Context) error {
	d, typed := theDelegation(c), c.Request().PostForm
	email, details, faults := parseDelegate(d, typed)
	if len(faults) > 0 {
		return s.askDelegate(c, http.StatusUnprocessableEntity, nil, typed, faults)
	}
	_, err := s.desk.Nominate(c.Request().Context(), registration.Nomination{Key: d.key("name", typed.Get("key")), EventID: d.EventID, Email: email,
		Details: details, MayWait: typed.Get("wait") == "yes", Actor: registration.ByCoordinator, Now: s.Now()})
	if faults := coordinatorFault(err); faults != nil {
		typed.Set("key", rand.Text()) // the refusal is the outcome of the old one
		return s.askDelegate(c, http.StatusConflict, nil, typed, faults)
	}
	return s.toldDelegation(c, err, s.printer(c).T("The person is named, and a mail asks them to confirm."))
}

// toldDelegation goes back to the delegation and says what was done.
func (s *Server) toldDelegation(c echo.Context, err error, done string) error {
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", done), theDelegation(c).URL)
}
