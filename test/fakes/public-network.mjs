/**
 * A preload for `node --import`: the process has another DNS, and public addresses lead to servers on this machine.
 * PUBLIC_NETWORK is JSON: `server` of the DNS, and `addresses`, from `address:port` to a port here. Connections that use
 * another address fail, so nothing leaves the machine.
 */
import dns from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'
import tls from 'node:tls'

const { server, addresses } = JSON.parse(process.env['PUBLIC_NETWORK'])

const { Resolver } = dns
dns.Resolver = class extends Resolver {
  constructor(options) {
    super(options)
    this.setServers([server])
  }
}

const { connect } = tls
tls.connect = (options) => {
  const port = addresses[`${options.host}:${options.port}`]
  return connect({ ...options, host: '127.0.0.1', port: port ?? 9 })
}

syncBuiltinESMExports()
