package web

import (
	"html/template"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/mail"
)

// mailsShown is how many letters of the demo a page lists.
const mailsShown = 100

// mailListPage and mailPage show the mail that the demo keeps instead of sending.
type mailListPage struct {
	page
	Mails []mail.Kept
}

type mailPage struct {
	page
	Letter *mail.Letter
	Body   template.HTML // the text part with its links
}

func (s *Server) listMail(c echo.Context) error {
	list, err := mail.List(c.Request().Context(), s.db, mailsShown, 0)
	if err != nil {
		return err
	}
	p := s.page(c, s.printer(c).T("Mail of this demo"))
	p.Wide = true
	return s.render(c, http.StatusOK, "demo/mail", mailListPage{page: p, Mails: list})
}

// listedMail is one letter in /demo/mail.json.
type listedMail struct {
	ID        int64     `json:"id"`
	To        string    `json:"to"`
	Subject   string    `json:"subject"`
	Kind      string    `json:"kind"`
	CreatedAt time.Time `json:"created_at"`
}

func (s *Server) listMailJSON(c echo.Context) error {
	list, err := mail.List(c.Request().Context(), s.db, mailsShown, 0)
	if err != nil {
		return err
	}
	answer := []listedMail{}
	for _, m := range list {
		answer = append(answer, listedMail{m.ID, m.To, m.Subject, m.Kind, m.CreatedAt})
	}
	return c.JSON(http.StatusOK, answer)
}

// showMail is one letter; "12.eml" is the same as it would go to a mail server.
func (s *Server) showMail(c echo.Context) error {
	id, raw := strings.CutSuffix(c.Param("id"), ".eml")
	letter, err := s.letter(c, id)
	if err != nil {
		return err
	}
	if raw {
		c.Response().Header().Set("Content-Disposition", `attachment; filename="`+id+`.eml"`)
		return c.Blob(http.StatusOK, "message/rfc822", letter.Raw)
	}
	p := s.page(c, letter.Subject)
	c.Response().Header().Set("Content-Security-Policy", contentPolicy+"; frame-src 'self'")
	return s.render(c, http.StatusOK, "demo/letter", mailPage{page: p, Letter: letter, Body: withLinks(letter.Text)})
}

// letterPolicy lets the HTML of a letter style itself and do nothing else. Its
// links open beside the page that frames it.
const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; " +
	"base-uri 'none'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"

func (s *Server) showMailHTML(c echo.Context) error {
	letter, err := s.letter(c, c.Param("id"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", letterPolicy)
	return c.HTML(http.StatusOK, strings.Replace(letter.HTML, "<head>", `<head><base target="_blank">`, 1))
}

func (s *Server) letter(c echo.Context, id string) (*mail.Letter, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, echo.ErrNotFound
	}
	return mail.Read(c.Request().Context(), s.db, number)
}

var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// withLinks makes the addresses of a plain text clickable and escapes the rest.
func withLinks(text string) template.HTML {
	var b strings.Builder
	at := 0
	for _, found := range address.FindAllStringIndex(text, -1) {
		url := template.HTMLEscapeString(strings.TrimRight(text[found[0]:found[1]], ".,;:)"))
		b.WriteString(template.HTMLEscapeString(text[at:found[0]]))
		b.WriteString(`<a href="` + url + `">` + url + `</a>`)
		at = found[0] + len(strings.TrimRight(text[found[0]:found[1]], ".,;:)"))
	}
	b.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(b.String())
}
