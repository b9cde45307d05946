package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/paper"
)

// packPage shows one print pack: how far it is, and the file when it is ready.
type packPage struct {
	organisePage
	Pack     *paper.Pack
	URL      string // of this page
	Asked    string
	Until    string // when it is erased
	Warnings []printWarning
}

// Percent is how much of the work is done.
func (p *packPage) Percent() int { return 100 * p.Pack.Done / max(p.Pack.Total, 1) }

// Megabytes is the size of the file.
func (p *packPage) Megabytes() string { return fmt.Sprintf("%.1f", float64(p.Pack.Size)/1e6) }

// submitPack asks for a pack and leads to its page. A second click finds the pack of
// the first.
func (s *Server) submitPack(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := paper.AskPack(c.Request().Context(), s.db, s.Now(), pr.Event.ID, a.ID, s.printer(c).Lang())
	if err != nil {
		return err
	}
	if s.Press != nil {
		s.Press.Wake()
	}
	return s.seeOther(c, packURL(pr, id))
}

func packURL(pr *event.Programme, id int64) string {
	return organiseURL(&pr.Event) + "/packs/" + strconv.FormatInt(id, 10)
}

// packOf finds the pack of the address among those of the event.
func (s *Server) packOf(c echo.Context) (*event.Programme, *account.Account, *paper.Pack, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, nil, nil, err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, nil, nil, fault.New(fault.NotFound, "There is no such print pack.")
	}
	pack, err := paper.PackOf(c.Request().Context(), s.db, pr.Event.ID, id)
	return pr, a, pack, err
}

func (s *Server) showPack(c echo.Context) error {
	pr, _, pack, err := s.packOf(c)
	if err != nil {
		return err
	}
	p := packPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Print pack")), Pack: pack, URL: packURL(pr, pack.ID)}
	p.Asked = p.Moment(pack.AskedAt.In(pr.Event.Zone()))
	p.Until = p.Moment(pack.AskedAt.Add(paper.PackLasts).In(pr.Event.Zone()))
	warnings, err := pack.PackWarnings()
	if err != nil {
		return err
	}
	p.Warnings = p.warnings(warnings)
	return s.render(c, http.StatusOK, "organise/pack", &p)
}

// packState is what the page's script asks for.
type packState struct {
	Over    bool   `json:"over"`
	Percent int    `json:"percent"`
	Step    string `json:"step"`
}

func (s *Server) showPackState(c echo.Context) error {
	_, _, pack, err := s.packOf(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, packState{pack.Over(), (&packPage{Pack: pack}).Percent(), pack.Step})
}

// sendPack streams the file, part by part, and notes who took it.
func (s *Server) sendPack(c echo.Context) error {
	pr, a, pack, err := s.packOf(c)
	if err != nil {
		return err
	}
	if pack.State != paper.PackDone {
		return s.seeOther(c, packURL(pr, pack.ID))
	}
	ctx := c.Request().Context()
	if err := s.noteTaken(c, a, "print", pr.Event.Slug+"/pack", map[string]int64{"bytes": pack.Size}); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", disposition(pr.Event.Slug+"-"+pack.AskedAt.In(pr.Event.Zone()).Format("2006-01-02-1504")+".zip"))
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Length", strconv.FormatInt(pack.Size, 10))
	h.Set("Cache-Control", "no-store")
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return paper.ReadPack(ctx, s.db, pack, func(part []byte) error {
		// a slow line gets its time anew for each part
		_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(2 * time.Minute))
		_, err := c.Response().Write(part)
		return err
	})
}
