package main

import (
	"os"
	"strings"
	"testing"
)

func from(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestReadConfig(t *testing.T) {
	t.Parallel()
	c, err := readConfig(from(map[string]string{
		"CONVENE_DATABASE_URL":    "postgres://convene@db/convene",
		"CONVENE_LISTEN":          "0.0.0.0:80",
		"CONVENE_BASE_URL":        "https://register.example.org/",
		"CONVENE_DATA_DIR":        "/srv/convene",
		"CONVENE_SMTP_URL":        "smtps://user:geheim@mail.example.org",
		"CONVENE_MAIL_FROM":       "Registration <registration@example.org>",
		"CONVENE_SECRET_KEY":      strings.Repeat("k", 32),
		"CONVENE_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1,2001:db8::/32",
		"CONVENE_LOG":             "json",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "https://register.example.org" || c.DataDir != "/srv/convene" || c.SMTP.Port != 465 || !c.LogJSON || c.loopback() {
		t.Errorf("read as %+v", c)
	}
	if got := c.TrustedProxies; len(got) != 3 || got[1].String() != "192.0.2.1/32" {
		t.Errorf("the proxies are %v", got)
	}
	if err := c.complete(); err != nil {
		t.Errorf("something is missing: %v", err)
	}
}

func TestConfigByDefault(t *testing.T) {
	t.Parallel()
	c, err := readConfig(from(map[string]string{"HOME": "/home/anna"}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || !c.loopback() || c.SMTP != nil || c.LogJSON || c.DemoPassword != "convene-demo" {
		t.Errorf("by default: %+v", c)
	}
	missing := c.complete()
	for _, name := range []string{"CONVENE_SECRET_KEY", "CONVENE_BASE_URL", "CONVENE_SMTP_URL", "CONVENE_MAIL_FROM"} {
		if missing == nil || !strings.Contains(missing.Error(), name+" is not set: set it to") {
			t.Errorf("serve would start without %s: %v", name, missing)
		}
	}
}

func TestDataDir(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  map[string]string
		want string // of an ordinary user
	}{
		{map[string]string{"HOME": "/home/anna"}, "/home/anna/.local/share/convene"},
		{map[string]string{"HOME": "/home/anna", "XDG_DATA_HOME": "/data"}, "/data/convene"},
		{map[string]string{"HOME": "/home/anna", "XDG_DATA_HOME": "not/absolute"}, "/home/anna/.local/share/convene"},
		{map[string]string{}, ""},
	} {
		if os.Geteuid() == 0 {
			c.want = "/var/lib/convene"
		}
		if got, err := readConfig(from(c.env)); err != nil || got.DataDir != c.want {
			t.Errorf("%v: the data is in %q, want %q, %v", c.env, got.DataDir, c.want, err)
		}
	}
}

func TestEveryBadValueIsNamed(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]string{
		"CONVENE_LISTEN":          {"8080", "localhost", "127.0.0.1:http", "127.0.0.1:70000"},
		"CONVENE_BASE_URL":        {"register.example.org", "ftp://example.org", "https://", "https://example.org/path", "https://example.org?x=1"},
		"CONVENE_SMTP_URL":        {"mail.example.org", "http://user:geheim@mail.example.org", "smtp://user:geheim@mail.example.org?tls=none"},
		"CONVENE_MAIL_FROM":       {"nobody", "a@b@c"},
		"CONVENE_SECRET_KEY":      {"geheim"},
		"CONVENE_TRUSTED_PROXIES": {"everybody", "10.0.0.0/99", "10.0.0.1,x"},
		"CONVENE_LOG":             {"loud"},
	} {
		for _, value := range values {
			_, err := readConfig(from(map[string]string{name: value}))
			if err == nil || !strings.HasPrefix(err.Error(), name+": ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s=%s gives %v", name, value, err)
			} else if strings.Contains(err.Error(), "geheim") {
				t.Errorf("the error repeats a secret: %v", err)
			}
		}
	}
	_, err := readConfig(from(map[string]string{"CONVENE_LOG": "loud", "CONVENE_LISTEN": "x"}))
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two bad values give %v", err)
	}
}
