package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// partnerHome lists the events a partner has an agreement for.
type partnerHome struct {
	page
	Events []partneredEvent
}

// partneredEvent is one event with its agreement in words. URL is empty when the
// agreement has ended.
type partneredEvent struct {
	event.Event
	URL, Role, Until, People string
}

func (s *Server) listPartnered(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := s.signedIn(c)
	if err != nil {
		return err
	}
	ids, err := account.EventIDs(ctx, s.db, a)
	if err != nil {
		return err
	}
	p := partnerHome{page: s.page(c, s.printer(c).T("Your events"))}
	for _, id := range ids {
		pr, err := event.Load(ctx, s.db, id)
		if err != nil {
			return err
		}
		for _, agreement := range pr.Partners {
			if agreement.ID != a.PartnerID || !pr.Event.Public() {
				continue
			}
			e, err := s.partneredEvent(ctx, p.Printer, pr.Event, agreement)
			if err != nil {
				return err
			}
			p.Events = append(p.Events, e)
		}
	}
	slices.SortStableFunc(p.Events, func(x, y partneredEvent) int {
		return cmp.Or(x.StartsAt.Compare(y.StartsAt), cmp.Compare(x.Slug, y.Slug))
	})
	return s.render(c, http.StatusOK, "partner/home", p)
}

func (s *Server) partneredEvent(ctx context.Context, p *locale.Printer, e event.Event, agreement event.Partner) (partneredEvent, error) {
	v := partneredEvent{Event: e, Role: registration.RoleName(p, agreement.Role)}
	end := p.Date(agreement.EndsAt)
	if !s.Now().Before(agreement.EndsAt) {
		v.Until = p.T("The agreement ended on %s. You must have erased the data of its people.", end)
		return v, nil
	}
	agreed, err := registration.Consenting(ctx, s.db, e.ID, registration.PurposePartner(agreement.Code))
	v.URL, v.Until = partnerURL(&e), p.T("The agreement runs until %s.", end)
	v.People = p.N("%s person agrees to share data with you", "%s people agree to share data with you", len(agreed), p.Number(len(agreed)))
	return v, err
}

func partnerURL(e *event.Event) string { return "/partner/events/" + e.Slug }
