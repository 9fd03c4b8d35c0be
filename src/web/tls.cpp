#include "web/tls.hpp"

#include <openssl/ssl.h>

#include <string>
#include <utility>

namespace crura::web {

Result<boost::asio::ssl::context> tls_with(const Listener::Certificate& certificate)
{
    using Context = boost::asio::ssl::context;
    boost::system::error_code fault;
    Context context(Context::tls_server);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    context.use_certificate_chain_file(certificate.chain.string(), fault);
    if (fault)
        return Error{"The certificate " + certificate.chain.string() + " cannot be read ("
                     + fault.message() + "). Delete it, and it is made anew."};
    context.use_private_key_file(certificate.key.string(), Context::pem, fault);
    if (fault)
        return Error{"The key " + certificate.key.string() + " cannot be used with the certificate "
                     + certificate.chain.string() + " (" + fault.message()
                     + "). Delete both, and they are made anew."};
    return context;
}

} // namespace crura::web
