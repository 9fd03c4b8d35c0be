#pragma once

#include <memory>
#include <string>
#include <vector>

namespace crura::test {

// Plays a sound once into another client's first audio input whose name begins as given
// ("PortAudio:"), as a person in front of a microphone would. It needs a JackServer.
class JackPlayer {
public:
    JackPlayer(const std::string& input_port, std::vector<float> sound);
    ~JackPlayer();

    // False when the port does not appear in time.
    bool connect(double at_most_s);

    // From the next period on; to be called once.
    void play();

    // False when the sound has not ended in time.
    bool wait_for_end(double at_most_s) const;

private:
    struct Client;
    std::unique_ptr<Client> client_;
};

} // namespace crura::test
