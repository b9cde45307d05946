package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"convene/internal/mail"
)

// secretLength is the shortest secret key, in bytes: 256 bits.
const secretLength = 32

// Config is what the environment says (docs/configure.md). A value that is not
// set is empty; what then happens is the command's business.
type Config struct {
	DatabaseURL    string
	Listen         string // host:port
	BaseURL        string // scheme and host, no slash at the end
	DataDir        string // absolute; may be empty
	SMTP           *mail.SMTP
	MailFrom       *netmail.Address
	Secret         []byte
	TrustedProxies []netip.Prefix
	LogJSON        bool
	DemoPassword   string
	DemoTokens     demoTokens
}

// readConfig reads the environment. The error has one line for every bad value
// and repeats no secret.
func readConfig(getenv func(string) string) (Config, error) {
	c := Config{
		DatabaseURL:  getenv("CONVENE_DATABASE_URL"),
		Listen:       cmp.Or(getenv("CONVENE_LISTEN"), "127.0.0.1:8080"),
		DemoPassword: cmp.Or(getenv("CONVENE_DEMO_PASSWORD"), "convene-demo"),
		DemoTokens:   demoTokens{Organiser: getenv(demoTokenName), Partner: getenv(demoPartnerTokenName)},
	}
	var wrong []error
	read := func(name string, parse func(string) error) {
		if err := parse(strings.TrimSpace(getenv(name))); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
	}
	read("CONVENE_LISTEN", c.checkListen)
	read("CONVENE_BASE_URL", c.readBaseURL)
	read("CONVENE_SMTP_URL", c.readSMTP)
	read("CONVENE_MAIL_FROM", c.readMailFrom)
	read("CONVENE_SECRET_KEY", c.readSecret)
	read("CONVENE_TRUSTED_PROXIES", c.readProxies)
	read("CONVENE_LOG", c.readLog)
	read("CONVENE_DATA_DIR", func(value string) error { return c.readDataDir(value, getenv) })
	return c, errors.Join(wrong...)
}

func (c *Config) checkListen(string) error {
	_, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("%q is not an address; write host:port, such as 127.0.0.1:8080", c.Listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("%q is not a port; write a number from 0 to 65535", port)
	}
	return nil
}

func (c *Config) readBaseURL(value string) error {
	if value == "" {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("%q is not the address of a site; write https://register.example.org", value)
	}
	c.BaseURL = u.Scheme + "://" + u.Host
	return nil
}

func (c *Config) readSMTP(value string) (err error) {
	if value != "" {
		c.SMTP, err = mail.ParseURL(value)
	}
	return err
}

func (c *Config) readMailFrom(value string) (err error) {
	if value == "" {
		return nil
	}
	if c.MailFrom, err = netmail.ParseAddress(value); err != nil {
		return fmt.Errorf("%q is not an e-mail address; write Name <name@example.org>", value)
	}
	return nil
}

func (c *Config) readSecret(value string) error {
	if value != "" && len(value) < secretLength {
		return fmt.Errorf("has %d bytes and needs %d; make one with `openssl rand -hex 32`", len(value), secretLength)
	}
	c.Secret = []byte(value)
	return nil
}

// readProxies reads networks or single addresses, separated by commas.
func (c *Config) readProxies(value string) error {
	for entry := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(entry)
		if address, single := netip.ParseAddr(entry); err != nil && single == nil {
			prefix, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return fmt.Errorf("%q is not a network; write addresses or networks separated by commas, such as 10.0.0.0/8", entry)
		}
		c.TrustedProxies = append(c.TrustedProxies, prefix)
	}
	return nil
}

func (c *Config) readLog(value string) error {
	switch value {
	case "", "text", "json":
		c.LogJSON = value == "json"
		return nil
	}
	return fmt.Errorf("%q is neither text nor json", value)
}

// readDataDir finds where the private database and the demo's key are kept:
// root's in /var/lib, anybody else's where the XDG Base Directory Specification
// has it. In a container there may be no such place; then it stays empty, and a
// command that needs it says so.
func (c *Config) readDataDir(value string, getenv func(string) string) (err error) {
	home := getenv("HOME")
	switch {
	case value != "":
		c.DataDir, err = filepath.Abs(value)
		return err
	case os.Geteuid() == 0:
		c.DataDir = "/var/lib/convene"
	case filepath.IsAbs(getenv("XDG_DATA_HOME")):
		c.DataDir = filepath.Join(getenv("XDG_DATA_HOME"), "convene")
	case home != "":
		c.DataDir = filepath.Join(home, ".local", "share", "convene")
	}
	return nil
}

// loopback tells whether only this machine can reach the listener.
func (c *Config) loopback() bool {
	host, _, err := net.SplitHostPort(c.Listen)
	return err == nil && isLoopback(host)
}

// isLoopback takes the name localhost at its word (RFC 6761, 6.3).
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}
