package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// rulesPage is how places are given: the form for organisers, the same in words for
// the desk.
type rulesPage struct {
	organisePage
	Form              form
	Mode, How         choiceField
	Offer, Hold, Each textField
	Facts             []fact
	Now               []string // what a change means for the people who are there
}

func (s *Server) showRules(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	r := pr.Event.Rules()
	typed := url.Values{"mode": {r.Mode}, "how": {"once"}, "offer_hours": {""}, "hold_hours": {strconv.Itoa(r.HoldHours)}, "delegation": {strconv.Itoa(r.Delegation)}}
	if r.OfferHours > 0 {
		typed.Set("how", "offer")
		typed.Set("offer_hours", strconv.Itoa(r.OfferHours))
	}
	return s.askRules(c, pr, typed, nil)
}

func (s *Server) askRules(c echo.Context, pr *event.Programme, typed url.Values, faults []fault.Field) error {
	p := rulesPage{organisePage: s.organisePage(c, pr, "/rules", s.printer(c).T("Rules")), Form: newForm(s.printer(c), typed, faults)}
	p.Sent = len(faults) > 0
	numbers, err := registration.Overview(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p.fields()
	p.Facts, p.Now = p.facts(), p.meaning(numbers)
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/rules", p)
}

func (p *rulesPage) fields() {
	f := p.Form
	p.Mode = f.Radios("mode", p.T("Who may take part"), "", []option{
		{Value: event.ModeOpen, Label: p.T("Everybody"), Note: p.T("First come, first served.")},
		{Value: event.ModeApproval, Label: p.T("Who is approved"), Note: p.T("You approve or decline each registration under “To decide”.")},
		{Value: event.ModeInvitation, Label: p.T("Who is invited"), Note: p.T("Only invited addresses, and people named by their authority.")}})
	p.How = f.Radios("how", p.T("A place that comes free"), "", []option{
		{Value: "once", Label: p.T("Is given to the next in line at once")},
		{Value: "offer", Label: p.T("Is offered to the next in line"), Note: p.T("Who does not accept in time loses it to the next.")}})
	p.Offer = numberField(f, "offer_hours", p.T("Hours to accept an offer"), p.T("Only if places are offered."))
	p.Hold = numberField(f, "hold_hours", p.T("Hours to confirm a nomination"), p.T("For people whom an authority names, and for substitutes."))
	p.Each = numberField(f, "delegation", p.T("Places for each authority"), p.T("0 is no limit. Speakers, staff and personal assistants do not count."))
}

// facts are the rules that hold, for who may not change them.
func (p *rulesPage) facts() []fact {
	r, how, each := p.Programme.Event.Rules(), p.T("Is given to the next in line at once"), p.T("No limit")
	if r.OfferHours > 0 {
		how = p.N("Is offered for %d hour", "Is offered for %d hours", r.OfferHours, r.OfferHours)
	}
	if r.Delegation > 0 {
		each = p.Number(r.Delegation)
	}
	mode := ""
	for _, o := range p.Mode.Options {
		if o.Value == r.Mode {
			mode = o.Label
		}
	}
	return []fact{{Label: p.T("Who may take part"), Value: mode}, {Label: p.T("A place that comes free"), Value: how},
		{Label: p.T("Hours to confirm a nomination"), Value: p.Number(r.HoldHours)}, {Label: p.T("Places for each authority"), Value: each}}
}

// meaning says what a change does to those who are there already: nothing is taken
// from anybody.
func (p *rulesPage) meaning(n *registration.Numbers) []string {
	lines := []string{p.T("A change counts from now on. Nobody loses a place, an offer or a turn by it.")}
	if n.Pending > 0 {
		lines = append(lines, p.N("%d registration waits for approval, and still does after a change: decide it under “To decide”.",
			"%d registrations wait for approval, and still do after a change: decide them under “To decide”.", n.Pending, n.Pending))
	}
	if n.Offered > 0 {
		lines = append(lines, p.N("%d offer for the event keeps its end.", "%d offers for the event keep their ends.", n.Offered, n.Offered))
	}
	if n.Nominated > 0 {
		lines = append(lines, p.N("%d person was named and keeps the time to confirm.", "%d people were named and keep their time to confirm.", n.Nominated, n.Nominated))
	}
	if n.Waiting > 0 {
		lines = append(lines, p.N("%d person on the event's waiting list stays there, also if only invited people may register.",
			"%d people on the event's waiting list stay there, also if only invited people may register.", n.Waiting, n.Waiting))
	}
	return append(lines, p.T("An authority that has more people than a new limit keeps them, and names nobody more."))
}

func (s *Server) submitRules(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	r, faults := readRules(typed)
	if len(faults) == 0 {
		err = event.SetRules(c.Request().Context(), s.db, pr.Event.ID, r, s.Now())
		faults = faultsOf(err)
	}
	if len(faults) > 0 {
		return s.askRules(c, pr, typed, faults)
	}
	if err != nil {
		return err
	}
	if err := account.Record(c.Request().Context(), s.db, s.Now(), a.ID, "rules", pr.Event.Slug, r); err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).T("The rules are saved, and count from now on.")), organiseURL(&pr.Event)+"/rules")
}

// readRules reads the form. What is no number is out of the bounds that the event
// itself keeps, which then says so.
func readRules(typed url.Values) (event.Rules, []fault.Field) {
	number := func(name string) int {
		n, err := strconv.Atoi(typed.Get(name))
		if err != nil {
			return -1
		}
		return n
	}
	r := event.Rules{Mode: typed.Get("mode"), HoldHours: number("hold_hours"), Delegation: number("delegation")}
	faults := []fault.Field{}
	switch typed.Get("how") {
	case "offer":
		if r.OfferHours = number("offer_hours"); r.OfferHours < 1 {
			faults = append(faults, fault.Field{Name: "offer_hours", Message: "Enter a number of hours from 1 to 8760."})
			r.OfferHours = 0
		}
	case "once":
	default:
		faults = append(faults, fault.Field{Name: "how", Message: "Choose what happens with a free place."})
	}
	if len(faults) > 0 {
		faults = append(faults, r.Check()...)
	}
	return r, faults
}
