import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { isSecure, type Site } from './site.ts'

/** Mantine writes its styles into the page as it draws it; everything else comes from here alone, and as a file. */
const contentPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** What a page may ask of the device: keys to sign in with, and to copy; nothing that sees, hears or finds anybody. */
const permissions = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media'],
  ...['fullscreen', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'picture-in-picture', 'screen-wake-lock', 'serial', 'usb'],
]
  .map((name) => `${name}=()`)
  .concat([
    'publickey-credentials-get=(self)',
    'publickey-credentials-create=(self)',
    'clipboard-write=(self)',
  ])
  .join(', ')

/** Two years. Sister and child domains are not ours to decide about. */
const strictTransport = 'max-age=63072000'

export async function addSecureHeaders(app: FastifyInstance, site: Site): Promise<void> {
  await app.register(helmet, {
    hsts: false,
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
    crossOriginEmbedderPolicy: true,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // `no-referrer` would also take the `Origin` from forms, by which a change is known to come from here.
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('permissions-policy', permissions)
    if (isSecure(request, site)) reply.header('strict-transport-security', strictTransport)
    done()
  })
}
