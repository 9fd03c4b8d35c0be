#include "support/jack_player.hpp"

#include "support/within.hpp"

#include <jack/jack.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

namespace crura::test {

struct JackPlayer::Client {
    // [jack]
    static int process(jack_nframes_t frames, void* user)
    {
        auto& self = *static_cast<Client*>(user);
        auto* out = static_cast<float*>(jack_port_get_buffer(self.output, frames));
        std::fill_n(out, frames, 0.f);
        if (!self.playing)
            return 0;
        const auto at = self.played.load();
        const auto count = std::min<std::size_t>(frames, self.sound.size() - at);
        std::copy_n(self.sound.begin() + std::ptrdiff_t(at), count, out);
        self.played = at + count;
        return 0;
    }

    bool connect() const
    {
        const char** found = jack_get_ports(client, ("^" + input_port).c_str(),
                                            JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput);
        const bool connected =
            found && found[0] && jack_connect(client, jack_port_name(output), found[0]) == 0;
        jack_free(found);
        return connected;
    }

    std::string input_port;
    std::vector<float> sound;
    jack_client_t* client = nullptr;
    jack_port_t* output = nullptr;
    std::atomic<bool> playing{false};
    std::atomic<std::size_t> played{0};
};

JackPlayer::JackPlayer(const std::string& input_port, std::vector<float> sound)
    : client_(std::make_unique<Client>())
{
    auto& self = *client_;
    self.input_port = input_port;
    self.sound = std::move(sound);
    self.client = jack_client_open("player", JackNoStartServer, nullptr);
    if (!self.client)
        throw std::runtime_error("no JACK server to play to");
    self.output =
        jack_port_register(self.client, "out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    jack_set_process_callback(self.client, &Client::process, &self);
    jack_activate(self.client);
}

JackPlayer::~JackPlayer()
{
    jack_client_close(client_->client);
}

bool JackPlayer::connect(double at_most_s)
{
    return within(from_seconds(at_most_s), [this] { return client_->connect(); });
}

void JackPlayer::play()
{
    client_->playing = true;
}

bool JackPlayer::wait_for_end(double at_most_s) const
{
    return within(from_seconds(at_most_s),
                  [this] { return client_->played == client_->sound.size(); });
}

} // namespace crura::test
