package mail

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// SMTP is a mail server and how to speak to it. Its String names no secret.
type SMTP struct {
	Host       string
	Port       int
	User, Pass string
	Security   Security
}

// Security is how the connection is protected.
type Security string

// The protections. None is for a server on this machine only.
const (
	STARTTLS Security = "starttls" // plain at first, encrypted before anything is said; refused when the server cannot
	TLS      Security = "tls"      // encrypted from the first octet (RFC 8314)
	None     Security = "none"
)

// String is the server's address, fit for logs.
func (s SMTP) String() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// ParseURL reads a mail server's address:
//
//	smtp://user:pass@host:587?tls=starttls   STARTTLS required, the default; port 587
//	smtps://user:pass@host:465               encrypted from the start; port 465
//	smtp://localhost:2525?tls=none           no encryption, loopback hosts only; port 25
//
// User and password are left out together where the server asks for none; in
// them, other characters than letters and digits are percent-encoded. Errors say
// what is wrong without repeating the address, which may hold the password.
func ParseURL(raw string) (*SMTP, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("the mail server's address is not a URL; write smtp://user:password@host:587 and percent-encode special characters of the password")
	}
	s := &SMTP{Host: u.Hostname()}
	if s.Host == "" || (u.Path != "" && u.Path != "/") || u.Fragment != "" {
		return nil, errors.New("the mail server's address must look like smtp://user:password@host:587")
	}
	if err := s.setSecurity(u); err != nil {
		return nil, err
	}
	if err := s.setPort(u.Port()); err != nil {
		return nil, err
	}
	return s, s.setUser(u.User)
}

func (s *SMTP) setSecurity(u *url.URL) error {
	q := u.Query()
	asked := Security(q.Get("tls"))
	q.Del("tls")
	if len(q) > 0 {
		return errors.New("the mail server's address takes one parameter only: tls=starttls or tls=none")
	}
	switch {
	case u.Scheme == "smtps" && asked == "":
		s.Security = TLS
	case u.Scheme == "smtp" && (asked == "" || asked == STARTTLS):
		s.Security = STARTTLS
	case u.Scheme == "smtp" && asked == None && isLoopback(s.Host):
		s.Security = None
	case u.Scheme == "smtp" && asked == None:
		return errors.New("tls=none is for a mail server on this machine only (localhost, 127.0.0.1, ::1)")
	default:
		return errors.New("the mail server's address must begin with smtp:// (tls=starttls or none) or smtps://")
	}
	return nil
}

// isLoopback takes the name localhost at its word (RFC 6761, 6.3).
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (s *SMTP) setPort(port string) error {
	if port == "" {
		s.Port = map[Security]int{STARTTLS: 587, TLS: 465, None: 25}[s.Security]
		return nil
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return fmt.Errorf("the mail server's port %q is not a number from 1 to 65535", port)
	}
	s.Port = n
	return nil
}

func (s *SMTP) setUser(user *url.Userinfo) error {
	s.User = user.Username()
	s.Pass, _ = user.Password()
	if (s.User == "") != (s.Pass == "") {
		return errors.New("the mail server's address needs both user and password, or neither")
	}
	return nil
}
