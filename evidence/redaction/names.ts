/** Names under which a secret stands, as a header, a member, a form field or a query parameter. */
const whole = new Set(
  (
    'authorization proxyauthorization cookie cookie2 setcookie setcookie2 xamzcredential xamzsignature awsaccesskeyid ' +
    'accesskeyid accesskey accesskeysecret secretaccesskey signature sig signatureprovided userdata cloudinit sharedkey ' +
    'presharedkey psk pwd pass passwd passphrase privatekey privkey apikey xapikey appkey authkey accountkey sessionid ' +
    'jsessionid phpsessid sid bindpw otp totp connectionstring dsn blob clientassertion samlresponse samlassertion ' +
    'xamzserversideencryptioncustomerkey xamzcopysourceserversideencryptioncustomerkey encryptedpassword'
  ).split(' '),
);
const tail = /(password|passwd|passphrase|adminpass|rootpass|secret|secretkey|token|apikey|privatekey|jwt)$/;
/** Ends like a secret and is none: where a listing goes on, how a secret is called. */
const harmless = /(continuationtoken|nexttoken|pagetoken|tokentype|resettoken|passwordexpiresat)$/;

/** Whether what stands under this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  const plain = name
    .replace(/^.*:/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return (whole.has(plain) || tail.test(plain)) && !harmless.test(plain);
}
