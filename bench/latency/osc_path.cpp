#include "latency/path.hpp"

#include "support/osc_reader.hpp"

#include <mutex>
#include <thread>

namespace crura::bench {
namespace {

class OscPath : public Path {
public:
    std::string name() const override { return "OSC packet"; }
    std::vector<std::string> arguments() const override
    {
        return {"--osc", std::to_string(listener_.port())};
    }
    bool appears() override { return true; } // nobody connects
    double tolerance() const override { return 0.001; }

    std::vector<Seen> seen() override
    {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

private:
    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested())
            if (const auto packet = listener_.next(0.1))
                take(*packet, host_now());
    }

    void take(const std::vector<std::uint8_t>& packet, Time now)
    {
        for (const auto& message : test::read_osc_bundle(packet).messages)
            if (message.address == "/crura/raw") {
                const std::lock_guard lock(mutex_);
                seen_.push_back({std::get<float>(message.arguments.at(0)), now});
            }
    }

    test::UdpListener listener_;
    std::mutex mutex_;
    std::vector<Seen> seen_;
    std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};
};

} // namespace

std::unique_ptr<Path> make_osc_path()
{
    return std::make_unique<OscPath>();
}

} // namespace crura::bench
