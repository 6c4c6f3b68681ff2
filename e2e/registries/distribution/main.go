// Command distribution serves distribution v3 from memory; it has no referrers API.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
	"github.com/sirupsen/logrus"
)

const settings = `
version: 0.1
log: {level: error}
storage: {inmemory: {}, delete: {enabled: true}, maintenance: {uploadpurging: {enabled: false}}}
http: {addr: 127.0.0.1:0}
catalog: {maxentries: 1000}
`

func main() {
	logrus.SetOutput(io.Discard)
	config, err := configuration.Parse(strings.NewReader(settings))
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	app := handlers.NewApp(context.Background(), config)
	fmt.Println(listener.Addr())
	log.Fatal(http.Serve(listener, app))
}
